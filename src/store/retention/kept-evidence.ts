import type { Pool } from 'pg'
import { z } from 'zod'
import type { Ledger } from '../ledger/ledger.ts'
import { parseRows } from '../postgres/rows.ts'
import { inTransaction, retrying } from '../postgres/transaction.ts'
import { addAudit } from '../ledger/audit.ts'
import { nextPosition } from '../ledger/position.ts'
import { endLoads, lockEvidence } from '../ledger/run.ts'

const keptRow = z.object({
  sha256: z.string(), bytes: z.number(), firstSeen: z.date(), holdReason: z.string().nullable(), isWaiting: z.boolean(),
  coldFile: z.string().nullable(), datasets: z.array(z.string()), events: z.number(), loads: z.array(z.number()),
})

/** An evidence as retention sees it. */
export type KeptEvidence = z.infer<typeof keptRow>

/** What was first received before a moment, the oldest first; its datasets are those of what is seen, of cold evidence those that were. */
export async function evidenceBefore({ pool, organisation }: Ledger, before: Date): Promise<KeptEvidence[]> {
  return parseRows(keptRow, await retrying(() => pool.query(`
    select sha256, evidence.bytes, first_seen as "firstSeen", hold_reason as "holdReason", cold.file as "coldFile",
      exists (select from run where run.organisation = $1 and run.evidence = sha256
        and (run.state = 'building' or exists (select from chunk where chunk.run = run.id and chunk.state = 'waiting'))) as "isWaiting",
      case when cold.evidence is not null then array(select json_array_elements_text(cold.datasets)) else array(select distinct json_object_keys(datasets) from load
        where load.organisation = $1 and load.evidence = sha256 and datasets is not null and state = 'live' order by 1) end as datasets,
      (select coalesce(sum(event_count), 0)::bigint from load where load.organisation = $1 and load.evidence = sha256 and state = 'live') as events,
      array(select load from load where load.organisation = $1 and load.evidence = sha256 and state = 'live' order by load) as loads
    from evidence left join cold_evidence cold on cold.organisation = $1 and cold.evidence = sha256
      and not exists (select from load where load.organisation = $1 and load.evidence = sha256 and state = 'live')
    where evidence.organisation = $1 and first_seen < $2 order by first_seen, sha256`, [organisation, before])))
}

/** What moves out together: all of it is in this file by now. */
export interface ColdMove {
  readonly file: string
  readonly sha256OfFile: string
  readonly evidence: readonly Pick<KeptEvidence, 'sha256' | 'events' | 'loads' | 'datasets'>[]
}

/**
 * Takes events out of what is seen: their loads are dead, and what was found in them goes. An evidence that was read anew meanwhile, or is held
 * now, stays.
 *
 * @returns those that moved
 */
export async function moveToCold({ pool, organisation }: Ledger, { file, sha256OfFile, evidence }: ColdMove, person: string): Promise<string[]> {
  return inTransaction(pool, async client => {
    const moved: string[] = []
    for (const { sha256, events, loads, datasets } of [...evidence].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1))) {
      if (!await lockEvidence(client, organisation, sha256)) continue
      const { rowCount } = await client.query(`
        select from evidence where organisation = $1 and sha256 = $2 and hold_reason is null
          and array(select load from load where load.organisation = $1 and load.evidence = $2 and state = 'live' order by load) = $3::bigint[]`,
      [organisation, sha256, loads])
      if (rowCount !== 1) continue
      await client.query('delete from finding_part using load where finding_part.load = load.load and load.organisation = $1 and load.evidence = $2', [organisation, sha256])
      await client.query('insert into cold_evidence (organisation, evidence, file, events, datasets) values ($1, $2, $3, $4, $5)',
        [organisation, sha256, JSON.stringify(file), events, JSON.stringify(datasets)])
      moved.push(sha256)
    }
    if (moved.length === 0) return moved
    await addAudit(client, organisation, { person, action: 'retention.cold', subject: file, details: { sha256: sha256OfFile, evidence: moved } })
    const position = await nextPosition(client)
    for (const sha256 of moved) await endLoads(client, organisation, sha256, position, NO_RUN)
    return moved
  })
}

/** How many events are in cold files alone, where no hunt finds them. */
export async function coldEvents({ pool, organisation }: Ledger): Promise<number> {
  const { rows } = await retrying(() => pool.query(`
    select coalesce(sum(events), 0)::bigint as events from cold_evidence cold where organisation = $1
      and not exists (select from load where load.organisation = $1 and load.evidence = cold.evidence and state = 'live')`, [organisation]))
  return Number(z.object({ events: z.coerce.number() }).parse(rows[0]).events)
}

const holdingRow = z.object({ file: z.string(), evidence: z.array(z.string()), events: z.coerce.number() })

/** A cold file, and what of it is in no other place. */
export interface ColdHolding {
  readonly file: string
  readonly evidence: readonly string[]
  readonly events: number
}

/** All of an organisation, those with what was received last first. */
export async function coldHoldings({ pool, organisation }: Ledger): Promise<ColdHolding[]> {
  const rows = parseRows(holdingRow, await retrying(() => pool.query(`
    select cold.file::text as file, array_agg(cold.evidence order by cold.evidence) as evidence, sum(cold.events)::bigint as events
    from cold_evidence cold join evidence on evidence.organisation = $1 and evidence.sha256 = cold.evidence
    where cold.organisation = $1 and not exists (select from load where load.organisation = $1 and load.evidence = cold.evidence and state = 'live')
    group by cold.file::text order by max(evidence.first_seen) desc, 1`, [organisation])))
  return rows.map(row => ({ ...row, file: z.string().parse(JSON.parse(row.file)) }))
}

/** Cold files that hold nothing any more that is kept, and all others. */
export async function coldFiles(pool: Pool): Promise<ReadonlySet<string>> {
  const rows = parseRows(z.object({ file: z.string() }), await retrying(() => pool.query('select distinct file::text as file from cold_evidence')))
  return new Set(rows.map(({ file }) => z.string().parse(JSON.parse(file))))
}

/** Whether another organisation has the same content: its bytes are stored once for all. */
export async function isSharedEvidence({ pool, organisation }: Ledger, sha256: string): Promise<boolean> {
  const { rowCount } = await retrying(() => pool.query('select from evidence where sha256 = $2 and organisation <> $1 limit 1', [organisation, sha256]))
  return rowCount === 1
}

/** Evidence that was read anew is no longer cold. */
export async function forgetWarm({ pool, organisation }: Ledger): Promise<void> {
  await retrying(() => pool.query(`
    delete from cold_evidence where organisation = $1 and exists (
      select from load where load.organisation = $1 and load.evidence = cold_evidence.evidence and state = 'live')`, [organisation]))
}

/** No run has this number: they count from 1. */
const NO_RUN = 0
