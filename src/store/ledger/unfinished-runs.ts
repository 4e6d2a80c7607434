import { z } from 'zod'
import { parseRows } from '../postgres/rows.ts'
import { retrying } from '../postgres/transaction.ts'
import type { Ledger } from './ledger.ts'
import type { RunSettings } from './run.ts'
import { settingsSchema } from './run.ts'

/** A run that is not all there yet: chunks of it wait, or it is complete and to be shown in place of the one before. */
export interface UnfinishedRun {
  readonly run: number
  readonly evidence: string
  readonly state: 'building' | 'current'
  readonly decoderVersion: string
  readonly rulesetHash: string
  readonly settings: RunSettings
  /** Chunks. */
  readonly waiting: number
}

const unfinishedRow: z.ZodType<UnfinishedRun> = z.object({
  run: z.number(), evidence: z.string(), state: z.enum(['building', 'current']), decoderVersion: z.string(), rulesetHash: z.string(),
  settings: settingsSchema, waiting: z.number(),
})

/** In the order in which they were begun. */
export async function unfinishedRuns({ pool, organisation }: Ledger): Promise<UnfinishedRun[]> {
  return parseRows(unfinishedRow, await retrying(() => pool.query(`
    select run.id as run, run.evidence, run.state, run.decoder_version as "decoderVersion", run.ruleset_hash as "rulesetHash", run.settings,
      coalesce(work.waiting, 0) as waiting
    from run left join (select run, count(*) as waiting from chunk where state = 'waiting' group by run) as work on work.run = run.id
    where run.organisation = $1 and (run.state = 'building' or work.waiting > 0) order by run.id`, [organisation])))
}
