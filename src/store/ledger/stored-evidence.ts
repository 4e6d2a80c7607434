import { z } from 'zod'
import { compareText } from '../../model/event-order.ts'
import { parseRows } from '../postgres/rows.ts'
import { inTransaction, retrying } from '../postgres/transaction.ts'
import type { Ledger } from './ledger.ts'
import type { ListedErrors } from './record-evidence.ts'
import type { RunSettings } from './run.ts'
import { settingsSchema } from './run.ts'

/** An evidence with what is known of it; the numbers are of what is seen of it now. */
export interface StoredEvidence {
  readonly sha256: string
  readonly bytes: number
  readonly firstSeen: Date
  /** Why it must not be deleted; null when it may. */
  readonly holdReason: string | null
  readonly paths: readonly StoredPath[]
  /** The current run's; null when no decoder recognises the content. */
  readonly format: string | null
  readonly rulesetHash: string
  /** Taken at first sight; they stay its own. */
  readonly settings: RunSettings
  readonly events: number
  readonly matches: number
  /** Events per dataset, summed over its loads. */
  readonly datasets: Readonly<Record<string, number>>
  /** Of reading it from each path, of decoding each chunk, and of chunks that are quarantined. */
  readonly errors: readonly ListedErrors[]
  readonly chunks: number
  readonly waiting: number
}

export interface StoredPath {
  readonly path: string
  readonly blob: string
  readonly member: string
}

const errorsSchema = z.object({ listed: z.array(z.object({ offset: z.number(), reason: z.string() })), total: z.number() })

const evidenceRow = z.object({
  sha256: z.string(), bytes: z.number(), firstSeen: z.date(), holdReason: z.string().nullable(),
  format: z.string().nullable(), rulesetHash: z.string(), settings: settingsSchema,
  paths: z.array(z.object({ path: z.string(), blob: z.string(), member: z.string(), errors: errorsSchema })),
  loads: z.array(z.object({ events: z.number(), matches: z.number(), datasets: z.record(z.string(), z.number()), errors: errorsSchema })),
  quarantined: z.array(z.object({ offset: z.number(), reason: z.string() })),
  chunks: z.number(), waiting: z.number(),
})

/** All evidence, or the one with this hash, in the order of first sight. */
export async function storedEvidence(ledger: Ledger, sha256: string | null = null): Promise<StoredEvidence[]> {
  return readEvidence(ledger, { hashes: sha256 === null ? null : [sha256], before: null, limit: null })
}

/** Which of it. */
export interface EvidenceWanted {
  /** All with null. */
  readonly hashes: readonly string[] | null
  /** Only what was first seen before this one. */
  readonly before: string | null
  /** Only what has this in one of its paths, without regard to case, or whose hash begins so; all when absent. */
  readonly text?: string | undefined
  readonly limit: number
}

/** The newest first. */
export async function storedEvidencePage(ledger: Ledger, wanted: EvidenceWanted): Promise<StoredEvidence[]> {
  return readEvidence(ledger, wanted)
}

/** Each evidence's paths, sorted, for those named or all. */
export async function storedPaths({ pool, organisation }: Ledger, hashes: readonly string[] | null): Promise<ReadonlyMap<string, readonly string[]>> {
  const row = z.object({ evidence: z.string(), paths: z.array(z.string()) })
  const rows = parseRows(row, await retrying(() => pool.query(`
    select evidence, json_agg(path) as paths from evidence_path
    where organisation = $1 and ($2::text[] is null or evidence = any ($2)) group by evidence`, [organisation, hashes])))
  return new Map(rows.map(({ evidence, paths }) => [evidence, paths.sort(compareText)]))
}

/** How many events are seen of these pieces of evidence together. */
export async function eventsOf({ pool, organisation }: Ledger, hashes: readonly string[]): Promise<number> {
  const [row] = parseRows(z.object({ events: z.number() }), await retrying(() => pool.query(`
    select coalesce(sum(event_count), 0)::bigint as events from load where organisation = $1 and evidence = any ($2) and state = 'live'`, [organisation, hashes])))
  return row?.events ?? 0
}

async function readEvidence(
  { pool, organisation }: Ledger, { hashes, before, text = '', limit }: Omit<EvidenceWanted, 'limit'> & { readonly limit: number | null },
): Promise<StoredEvidence[]> {
  const rows = parseRows(evidenceRow, await retrying(() => pool.query(`
    select evidence.sha256, evidence.bytes, evidence.first_seen as "firstSeen", evidence.hold_reason as "holdReason",
      run.format, run.ruleset_hash as "rulesetHash", run.settings,
      (select coalesce(json_agg(json_build_object('path', path, 'blob', blob, 'member', member, 'errors', errors) order by path_id), '[]')
        from evidence_path where organisation = $1 and evidence_path.evidence = evidence.sha256) as paths,
      (select coalesce(json_agg(
          json_build_object('events', event_count, 'matches', match_count, 'datasets', datasets, 'errors', errors) order by chunk), '[]')
        from load where organisation = $1 and load.evidence = evidence.sha256 and state = 'live') as loads,
      (select coalesce(json_agg(json_build_object('offset', from_byte, 'reason', error) order by number), '[]')
        from chunk where chunk.run = run.id and state = 'quarantined') as quarantined,
      (select count(*) from chunk where chunk.run = run.id) as chunks,
      (select count(*) from chunk where chunk.run = run.id and state = 'waiting') as waiting
    from evidence join run on run.organisation = $1 and run.evidence = evidence.sha256 and run.state = 'current'
    where evidence.organisation = $1 and ($2::text[] is null or evidence.sha256 = any ($2))
      and ($3::text is null or (evidence.first_seen, evidence.sha256) < (select first_seen, sha256 from evidence where organisation = $1 and sha256 = $3))
      and ($5 = '' or starts_with(evidence.sha256, lower($5)) or exists (select from evidence_path
        where organisation = $1 and evidence_path.evidence = evidence.sha256 and (position($6 in path::text) > 0 or position($7 in lower(path::text)) > 0)))
    order by ${limit === null ? 'run.id' : 'evidence.first_seen desc, evidence.sha256 desc'} limit $4`, [organisation, hashes, before, limit, text, inJson(text), inJson(text.toLowerCase())])))
  return rows.map(({ paths, loads, quarantined, ...rest }) => ({
    ...rest,
    paths: paths.map(({ errors: _, ...path }) => path),
    events: loads.reduce((sum, { events }) => sum + events, 0),
    matches: loads.reduce((sum, { matches }) => sum + matches, 0),
    datasets: sumCounts(loads.map(({ datasets }) => datasets)),
    errors: [...paths.map(({ errors }) => errors), ...loads.map(({ errors }) => errors), { listed: quarantined, total: quarantined.length }],
  }))
}

/** Forbids deleting an evidence, with the reason, or allows it again with null; false when there is no such evidence. */
export async function setHold({ pool, organisation }: Ledger, sha256: string, reason: string | null): Promise<boolean> {
  return inTransaction(pool, async client => {
    const { rowCount } = await client.query('update evidence set hold_reason = $3 where organisation = $1 and sha256 = $2',
      [organisation, sha256, reason === null ? null : JSON.stringify(reason)])
    return rowCount === 1
  })
}

/** As the text stands in a stored path: paths are kept as JSON, since members of archives may have any name. */
function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

function sumCounts(counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sums = new Map<string, number>()
  for (const [name, count] of counts.flatMap(each => Object.entries(each))) sums.set(name, (sums.get(name) ?? 0) + count)
  return Object.fromEntries(sums)
}
