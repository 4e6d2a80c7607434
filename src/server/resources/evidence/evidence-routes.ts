import { z } from '@hono/zod-openapi'
import { storedContent } from '../../../pipeline/ingest/stored-content.ts'
import { readEntries } from '../../../store/custody/read-entries.ts'
import type { CustodyEntry } from '../../../store/custody/custody-entry.ts'
import { CUSTODY_ACTIONS } from '../../../store/custody/custody-entry.ts'
import type { StoredEvidence } from '../../../store/ledger/stored-evidence.ts'
import { storedEvidence, storedEvidencePage } from '../../../store/ledger/stored-evidence.ts'
import type { Asked } from '../../context.ts'
import { decodeCursor, pageOf, pageQuery, takePage } from '../../cursor.ts'
import { ApiError } from '../../errors/api-error.ts'
import type { ServerRoute } from '../../route.ts'
import { route } from '../../route.ts'
import { attachment, fileName } from '../attachment.ts'
import { CUSTODY_LISTED } from '../defaults.ts'
import { LOOK, SEE_BYTES } from '../rights.ts'
import { count, sha256, sha256Params, time } from '../shapes.ts'
import { evidenceSchema, evidenceView } from './evidence-view.ts'

const custodyEntry = z.object({
  number: count,
  time,
  actor: z.string(),
  action: z.enum(CUSTODY_ACTIONS),
  paths: z.array(z.string()),
  reason: z.string().nullable(),
})

const evidenceDetail = evidenceSchema.extend({
  blobs: z.array(z.object({ sha256, bytes: count, path: z.string().describe('inside the blob; empty when it is the evidence itself') })),
  custody: z.array(custodyEntry).describe(`the newest ${CUSTODY_LISTED}, newest first`),
})

const listRoute = route({
  method: 'get', path: '/evidence', summary: 'All evidence, the newest first', access: LOOK,
  query: z.object({ ...pageQuery, q: z.string().max(1_000).optional().describe('somewhere in a path, without regard to case, or the beginning of the hash') }),
  answer: pageOf(evidenceSchema),
}, async ({ query: { limit, cursor, q } }, { store }) => {
  const before = cursor === undefined ? null : decodeCursor(cursor, z.tuple([sha256]))[0]
  const rows = await storedEvidencePage(store.ledger, { hashes: null, before, text: q, limit: limit + 1 })
  return takePage(rows, limit, { key: row => [row.sha256], item: evidenceView })
})

const detailRoute = route({
  method: 'get', path: '/evidence/{sha256}', summary: 'One evidence, with its custody', access: LOOK,
  params: sha256Params, answer: evidenceDetail,
}, async ({ params }, { store }) => {
  const stored = await requireEvidence(store.ledger, params.sha256)
  const blobs = stored.paths.map(({ blob, member }) => ({ sha256: blob, bytes: store.custody.register.blob(blob)?.bytes ?? 0, path: member }))
  const entries: CustodyEntry[] = []
  for await (const entry of readEntries(store.folder.custody)) {
    if (entry.evidence === stored.sha256 || blobs.some(blob => blob.sha256 === entry.blob)) entries.push(entry)
  }
  return { ...evidenceView(stored), blobs, custody: entries.toReversed().slice(0, CUSTODY_LISTED).map(custodyView) }
})

const contentRoute = route({
  method: 'get', path: '/evidence/{sha256}/content', summary: 'The bytes of one evidence, decompressed; written down in the audit trail and the custody',
  access: SEE_BYTES, params: sha256Params, media: 'application/octet-stream',
}, async ({ params }, asked) => {
  const { store, person, services } = asked
  const stored = await requireEvidence(store.ledger, params.sha256)
  const content = await storedContent(store, stored, services.reading)
  await written(asked, stored.sha256)
  const [path = stored.sha256] = evidenceView(stored).paths
  services.log('info', 'evidence.content', { sha256: stored.sha256, person: person.name })
  return attachment(ReadableStream.from(content), fileName(path), stored.bytes)
})

export const evidenceRoutes: readonly ServerRoute[] = [listRoute, detailRoute, contentRoute]

/** @throws ApiError `not-found` */
async function requireEvidence(ledger: Parameters<typeof storedEvidence>[0], hash: string): Promise<StoredEvidence> {
  const [stored] = await storedEvidence(ledger, hash)
  if (stored === undefined) throw new ApiError('not-found')
  return stored
}

/** Before the first byte leaves. */
async function written({ audit, store, requestId }: Asked, hash: string): Promise<void> {
  await audit('evidence.content', hash)
  await store.custody.record({ actor: store.actor, action: 'exported', evidence: hash, details: { request: requestId } })
}

function custodyView({ number, time: at, actor, action, paths, details }: CustodyEntry): z.input<typeof custodyEntry> {
  const reason = details['reason']
  return { number, time: at, actor, action, paths, reason: typeof reason === 'string' ? reason : null }
}
