import { z } from '@hono/zod-openapi'
import { formatTime } from '../../../model/time.ts'
import { storedSummaries } from '../../../pipeline/ingest/stored-summaries.ts'
import type { StoredEvidence } from '../../../store/ledger/stored-evidence.ts'
import { ERRORS_LISTED } from '../defaults.ts'
import { count, readError, sha256, time } from '../shapes.ts'

/** One evidence in a list. */
export const evidenceSchema = z.object({
  sha256,
  paths: z.array(z.string()),
  bytes: count.describe('decompressed'),
  format: z.string().nullable(),
  encoding: z.string().nullable(),
  dataset: z.string().nullable().describe('of most of its events'),
  events: count,
  matches: count,
  errors: z.array(readError).describe(`the first ${ERRORS_LISTED}`),
  errorCount: count,
  firstSeen: time,
  waiting: count.describe('chunks that are still to be read'),
  hold: z.string().nullable().describe('why it must not be deleted'),
}).openapi('Evidence')

export type EvidenceView = z.infer<typeof evidenceSchema>

export function evidenceView(stored: StoredEvidence): EvidenceView {
  const { paths, sha256: hash, bytes, format, encoding, dataset, events, errors } = storedSummaries([stored], [])[0]!
  return {
    sha256: hash,
    paths: [...paths],
    bytes,
    format,
    encoding,
    dataset,
    events,
    matches: stored.matches,
    errors: errors.slice(0, ERRORS_LISTED).map(({ offset, reason }) => ({ offset, reason })),
    errorCount: Math.max(errors.length, stored.errors.reduce((sum, { total }) => sum + total, 0)),
    firstSeen: formatTime(stored.firstSeen.getTime() * 1_000),
    waiting: stored.waiting,
    hold: stored.holdReason,
  }
}
