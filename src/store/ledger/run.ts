import type { PoolClient } from 'pg'
import { z } from 'zod'
import type { Chunk, DecodeSettings } from '../../model/decoder.ts'
import { parseRow, parseRows } from '../postgres/rows.ts'
import { inTransaction, retrying } from '../postgres/transaction.ts'
import type { Ledger } from './ledger.ts'
import { nextPosition } from './position.ts'

/** How an evidence is to be read: what the result depends on beside its content. */
export interface RunPlan {
  /** The decoder's; null when none recognises the content. */
  readonly format: string | null
  readonly decoderVersion: string
  readonly rulesetHash: string
  readonly settings: RunSettings
  readonly chunks: readonly Chunk[]
}

export interface RunSettings extends DecodeSettings {
  /** Given by a person; null when the decoder tells. */
  readonly dataset: string | null
}

/** A chunk that nobody has completed, with what a worker needs to know. */
export interface WaitingChunk {
  readonly run: number
  readonly evidence: string
  readonly format: string | null
  readonly settings: RunSettings
  readonly decoderVersion: string
  readonly rulesetHash: string
  /** Of the evidence, decompressed. */
  readonly bytes: number
  readonly chunk: Chunk
  /** How often it was begun, and how often its worker died. */
  readonly attempts: number
  readonly failures: number
}

export const settingsSchema: z.ZodType<RunSettings> = z.object({
  date: z.number(),
  encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'shift_jis', 'euc-jp', 'iso-2022-jp']),
  recover: z.boolean(),
  dataset: z.string().nullable(),
})

const waitingRow = z.object({
  run: z.number(), evidence: z.string(), format: z.string().nullable(), settings: settingsSchema, decoder_version: z.string(), ruleset_hash: z.string(),
  bytes: z.number(), number: z.number(), from_byte: z.number(), to_byte: z.number(), first_record: z.number(), context: z.string().nullable(),
  attempts: z.number(), failures: z.number(),
}).transform(({ decoder_version, ruleset_hash, number, from_byte, to_byte, first_record, context, ...rest }): WaitingChunk => ({
  ...rest,
  decoderVersion: decoder_version,
  rulesetHash: ruleset_hash,
  chunk: { number, from: from_byte, to: to_byte, firstRecord: first_record, ...(context === null ? {} : { context }) },
}))

/** Before all chunks. */
const START = { run: 0, number: 0 }

/** The work left to do: in the order of runs and chunks. @param after only what follows this chunk */
export async function waitingChunks({ pool, organisation }: Ledger, limit: number, after: { readonly run: number; readonly number: number } = START): Promise<WaitingChunk[]> {
  return parseRows(waitingRow, await retrying(() => pool.query(`
    select run.id as run, run.evidence, run.format, run.settings, run.decoder_version, run.ruleset_hash, evidence.bytes,
      chunk.number, chunk.from_byte, chunk.to_byte, chunk.first_record, chunk.context, chunk.attempts, chunk.failures
    from chunk join run on run.id = chunk.run join evidence on evidence.organisation = run.organisation and evidence.sha256 = run.evidence
    where chunk.state = 'waiting' and run.organisation = $1 and (chunk.run, chunk.number) > ($3, $4)
    order by run.id, chunk.number limit $2`, [organisation, limit, after.run, after.number])))
}

/**
 * Begins to read an evidence anew, beside what is shown. One that was begun with the same versions and settings is gone on with; one with
 * others is dropped.
 *
 * @returns the run; undefined when there is no such evidence
 */
export async function startRun(ledger: Ledger, evidence: string, plan: RunPlan): Promise<number | undefined> {
  return inTransaction(ledger.pool, async client => {
    const { organisation } = ledger
    if (!(await lockEvidence(client, organisation, evidence))) return undefined
    const begun = parseRow(z.object({ id: z.number(), same: z.boolean() }), await client.query(`
      select id, decoder_version = $3 and ruleset_hash = $4 and format is not distinct from $5 and settings::text = $6 as same
      from run where organisation = $1 and evidence = $2 and state = 'building'`,
    [organisation, evidence, plan.decoderVersion, plan.rulesetHash, plan.format, JSON.stringify(plan.settings)]))
    if (begun?.same === true) return begun.id
    if (begun !== undefined) {
      await client.query('delete from run where id = $1', [begun.id])
      await client.query(`update load set state = 'dead', ended_at = now() where run = $1 and state in ('open', 'ready')`, [begun.id])
    }
    return (await insertRuns(client, organisation, 'building', [{ evidence, plan }]))[0]
  })
}

/**
 * Shows a run in place of the one before: all its loads begin to be seen, and all older ones of the evidence cease to be, in one step.
 * `unfinished` while a chunk waits; `gone` when another run took its place.
 */
export async function switchLoads(ledger: Ledger, run: number): Promise<'current' | 'unfinished' | 'gone'> {
  return inTransaction(ledger.pool, async client => {
    const { organisation } = ledger
    const evidence = parseRow(z.object({ evidence: z.string() }),
      await client.query('select evidence from run where id = $1 and organisation = $2', [run, organisation]))?.evidence
    if (evidence === undefined || !(await lockEvidence(client, organisation, evidence))) return 'gone'
    const found = parseRow(z.object({ state: z.enum(['building', 'current']), waiting: z.boolean() }), await client.query(`
      select state, exists (select from chunk where chunk.run = run.id and chunk.state = 'waiting') as waiting
      from run where id = $1`, [run]))
    if (found === undefined) return 'gone'
    if (found.state === 'current') return 'current'
    if (found.waiting) return 'unfinished'
    await client.query('delete from run where organisation = $1 and evidence = $2 and id <> $3', [organisation, evidence, run])
    await client.query(`update run set state = 'current' where id = $1`, [run])
    const position = await nextPosition(client)
    await endLoads(client, organisation, evidence, position, run)
    await client.query(`update load set state = 'live', live_at = $2, ended_at = now() where run = $1 and state = 'ready'`, [run, position])
    return 'current'
  })
}

/** Lets the loads of an evidence cease to be seen, but those of one run. */
export async function endLoads(client: PoolClient, organisation: string, evidence: string, position: number, exceptRun: number): Promise<void> {
  await client.query(`
    update load set state = 'dead', dead_at = case when state = 'live' then $3::bigint end, ended_at = now()
    where organisation = $1 and evidence = $2 and run <> $4 and state <> 'dead'`, [organisation, evidence, position, exceptRun])
}

/** No other step over this evidence begins or ends until this transaction does; false when there is none. */
export async function lockEvidence(client: PoolClient, organisation: string, evidence: string): Promise<boolean> {
  const { rowCount } = await client.query('select from evidence where organisation = $1 and sha256 = $2 for update', [organisation, evidence])
  return rowCount === 1
}

/** @returns the runs, in the order of the plans; each of another evidence */
export async function insertRuns(
  client: PoolClient, organisation: string, state: 'building' | 'current', plans: readonly { readonly evidence: string; readonly plan: RunPlan }[],
): Promise<number[]> {
  const rows = parseRows(z.object({ id: z.number(), evidence: z.string() }), await client.query(`
    insert into run (organisation, state, evidence, format, decoder_version, ruleset_hash, settings)
    select $1, $2, * from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::json[]) returning id, evidence`,
  [
    organisation, state, plans.map(({ evidence }) => evidence), plans.map(({ plan }) => plan.format), plans.map(({ plan }) => plan.decoderVersion),
    plans.map(({ plan }) => plan.rulesetHash), plans.map(({ plan }) => JSON.stringify(plan.settings)),
  ]))
  const runOf = new Map(rows.map(({ id, evidence }) => [evidence, id]))
  const runs = plans.map(({ evidence }) => runOf.get(evidence)!)
  const chunks = plans.flatMap(({ plan }, index) => plan.chunks.map(chunk => ({ ...chunk, run: runs[index]! })))
  await client.query(`
    insert into chunk (run, number, from_byte, to_byte, first_record, context)
    select * from unnest($1::bigint[], $2::integer[], $3::bigint[], $4::bigint[], $5::bigint[], $6::json[])`,
  [chunks.map(({ run }) => run), chunks.map(({ number }) => number), chunks.map(({ from }) => from), chunks.map(({ to }) => to),
    chunks.map(({ firstRecord }) => firstRecord), chunks.map(({ context }) => context === undefined ? null : JSON.stringify(context))])
  return runs
}
