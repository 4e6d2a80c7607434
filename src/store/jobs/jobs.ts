import type { Pool } from 'pg'
import type { Ledger } from '../ledger/ledger.ts'
import { parseRow, parseRows } from '../postgres/rows.ts'
import { retrying } from '../postgres/transaction.ts'
import type { Job } from './job.ts'
import { jobRow, NO_OUTCOME } from './job.ts'

const COLUMNS = `id, number, organisation, kind, state, person, files, outcome,
  created_at as "createdAt", started_at as "startedAt", finished_at as "finishedAt"`

export type NewJob = Pick<Job, 'id' | 'kind' | 'person' | 'files'>

/** Enters a job that waits; one that is known already is answered as it is, one that failed or was cancelled waits again. */
export async function enterJob({ pool, organisation }: Ledger, { id, kind, person, files }: NewJob): Promise<Job> {
  await retrying(() => pool.query(`
    insert into job (id, organisation, kind, state, person, files, outcome) values ($1, $2, $3, 'waiting', $4, $5, $6)
    on conflict (id) do update set state = 'waiting', outcome = excluded.outcome, started_at = null, finished_at = null where job.state in ('failed', 'cancelled')`,
  [id, organisation, kind, JSON.stringify(person), JSON.stringify(files), JSON.stringify(NO_OUTCOME)]))
  return parseRow(jobRow, await retrying(() => pool.query(`select ${COLUMNS} from job where id = $1`, [id])))!
}

/** Writes down how far a job is. */
export async function saveJob({ pool, organisation }: Ledger, { id, state, outcome, startedAt, finishedAt }: Job): Promise<void> {
  await retrying(() => pool.query(`
    update job set state = $3, outcome = $4, started_at = $5, finished_at = $6 where organisation = $1 and id = $2`,
  [organisation, id, state, JSON.stringify(outcome), startedAt, finishedAt]))
}

export async function readJob({ pool, organisation }: Ledger, id: string): Promise<Job | undefined> {
  return parseRow(jobRow, await retrying(() => pool.query(`select ${COLUMNS} from job where organisation = $1 and id = $2`, [organisation, id])))
}

/** The newest first; with `before`, those that came before the job of this number. */
export async function listJobs({ pool, organisation }: Ledger, limit: number, before: number | null = null): Promise<Job[]> {
  return parseRows(jobRow, await retrying(() => pool.query(`
    select ${COLUMNS} from job where organisation = $1 and ($2::bigint is null or number < $2) order by number desc limit $3`,
  [organisation, before, limit])))
}

/** Of every organisation, in the order in which they came. */
export async function unfinishedJobs(pool: Pool): Promise<Job[]> {
  return parseRows(jobRow, await retrying(() => pool.query(`
    select ${COLUMNS} from job where state in ('waiting', 'running', 'folding') order by number`)))
}
