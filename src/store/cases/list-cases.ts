import { z } from 'zod'
import { SEVERITIES } from '../../model/severity.ts'
import type { Severity } from '../../model/severity.ts'
import { VERDICTS } from '../../model/verdict.ts'
import { STATUSES } from '../decisions/decision.ts'
import type { CaseStatus } from '../decisions/decision.ts'
import { entitySchema } from '../ledger/finding-parts.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { parseRows } from '../postgres/rows.ts'
import { retrying } from '../postgres/transaction.ts'
import { caseBody } from './case-body.ts'
import { searchText } from './stored-case.ts'

/** Which cases are asked for; what is left out does not matter. */
export interface CaseFilter {
  /** One of these. */
  readonly status?: readonly CaseStatus[]
  readonly severity?: readonly Severity[]
  readonly minPriority?: number
  /** Exactly; the empty text asks for those that nobody has. */
  readonly owner?: string
  /** Somewhere in the title or an entity, without regard to case. */
  readonly text?: string
  /** The last one of the page before. */
  readonly after?: CaseKey | undefined
  readonly limit: number
}

/** Where a case stands in the queue: by falling priority, then by id. */
export interface CaseKey {
  readonly priority: number
  readonly id: string
}

const caseRow = z.object({
  id: z.string(),
  priority: z.number(),
  derivedPriority: z.number(),
  severity: z.enum(SEVERITIES),
  firstSeen: z.number().nullable(),
  lastSeen: z.number().nullable(),
  findings: z.number(),
  summary: z.object({ title: z.object({ en: z.string(), ja: z.string() }), tactics: z.array(z.string()), entities: z.array(entitySchema) }),
  status: z.enum(STATUSES),
  owner: z.string().nullable(),
  verdict: z.enum(VERDICTS).nullable(),
  notes: z.number(),
})

/** A row of the queue, with what people entered as it holds now. */
export type CaseRow = Omit<z.infer<typeof caseRow>, 'summary'> & z.infer<typeof caseRow>['summary']

const CASE_COLUMNS = `
  id, priority, derived_priority as "derivedPriority", severity, first_seen as "firstSeen", last_seen as "lastSeen", findings, summary, status, owner,
  verdict, notes`

/**
 * A page of the last complete generation, the most urgent first. A page goes on after a key, not at a place: a case that stays the same is
 * listed once, whatever comes, goes and changes beside it.
 */
export async function listCases({ pool, organisation }: Ledger, filter: CaseFilter): Promise<CaseRow[]> {
  const values: unknown[] = [organisation]
  const put = (value: unknown) => `$${values.push(value)}`
  const { status, severity, minPriority, owner, text, after, limit } = filter
  const conditions = [
    'organisation = $1',
    ...(status === undefined ? [] : [`status = any (${put(status)}::text[])`]),
    ...(severity === undefined ? [] : [`severity = any (${put(severity)}::text[])`]),
    ...(minPriority === undefined ? [] : [`priority >= ${put(minPriority)}`]),
    ...(owner === undefined ? [] : [owner === '' ? 'owner is null' : `owner = ${put(owner)}`]),
    ...(text === undefined || text === '' ? [] : [`search like ${put(`%${searchText(text).replace(/[\\%_]/g, '\\$&')}%`)}`]),
    // The first half is what the index can begin at.
    ...(after === undefined ? [] : [afterKey(put(after.priority), put(after.id))]),
  ]
  const rows = parseRows(caseRow, await retrying(() => pool.query(`
    select ${CASE_COLUMNS} from cases where ${conditions.join(' and ')} order by priority desc, id collate "C" limit ${put(limit)}`, values)))
  return rows.map(rowOf)
}

/** The same with the whole case, as it is shown under people's verdicts. */
export async function caseWithBody({ pool, organisation }: Ledger, id: string): Promise<{ readonly row: CaseRow; readonly body: z.infer<typeof caseBody> } | undefined> {
  const [found] = parseRows(caseRow.extend({ body: caseBody }), await retrying(() => pool.query(`
    select ${CASE_COLUMNS}, (select body from case_body where organisation = $1 and case_body.id = cases.id) as body
    from cases where organisation = $1 and id = $2`, [organisation, id])))
  if (found === undefined) return undefined
  const { body, ...row } = found
  return { row: rowOf(row), body }
}

/** The row of one case of the last generation; undefined when it has none of this id. */
export async function caseRowOf({ pool, organisation }: Ledger, id: string): Promise<CaseRow | undefined> {
  const [row] = parseRows(caseRow, await retrying(() => pool.query(`select ${CASE_COLUMNS} from cases where organisation = $1 and id = $2`, [organisation, id])))
  return row === undefined ? undefined : rowOf(row)
}

function afterKey(priority: string, id: string): string {
  return `priority <= ${priority} and (priority < ${priority} or id collate "C" > ${id})`
}

function rowOf({ summary, ...row }: z.infer<typeof caseRow>): CaseRow {
  return { ...row, ...summary }
}
