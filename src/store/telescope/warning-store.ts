import { z } from 'zod'
import type { Ledger } from '../ledger/ledger.ts'
import { parseRows } from '../postgres/rows.ts'
import { retrying } from '../postgres/transaction.ts'

/** A warning as it is kept; what `body` holds is the observer's. */
export interface StoredWarning {
  readonly id: string
  readonly member: string
  readonly state: 'open' | 'closed'
  readonly heldBack: boolean
  /** ISO 8601. */
  readonly lastSeen: string
  readonly body: unknown
}

/** Which warnings are wanted, newest first. */
export interface WarningQuestion {
  /** Null: of all members. */
  readonly member: string | null
  readonly state: 'open' | 'closed' | null
  readonly heldBack: boolean | null
  readonly limit: number
  /** Those after this one of an earlier answer. */
  readonly after: { readonly lastSeen: string, readonly id: string } | null
}

const row = z.object({
  id: z.string(), member: z.string(), state: z.enum(['open', 'closed']), heldBack: z.boolean(), lastSeen: z.string(), body: z.unknown(),
})
const COLUMNS = `id, member, state, held_back as "heldBack", to_char(last_seen at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "lastSeen", body`

/** Writes warnings down, over what was known of them. An id must be there once. */
export async function saveWarnings({ pool, organisation }: Ledger, warnings: readonly StoredWarning[]): Promise<void> {
  if (warnings.length === 0) return
  await retrying(() => pool.query(`
    insert into telescope_warning (organisation, id, member, state, held_back, last_seen, body)
    select $1, id, member, state, held_back, last_seen, body
    from json_to_recordset($2) as each (id text, member text, state text, held_back boolean, last_seen timestamptz, body json)
    on conflict (organisation, id) do update set member = excluded.member, state = excluded.state, held_back = excluded.held_back,
      last_seen = excluded.last_seen, body = excluded.body, changed_at = clock_timestamp()`,
  [organisation, JSON.stringify(warnings.map(({ heldBack, lastSeen, ...rest }) => ({ ...rest, held_back: heldBack, last_seen: lastSeen })))]))
}

/** Those of these ids that are known. */
export async function findWarnings({ pool, organisation }: Ledger, ids: readonly string[]): Promise<StoredWarning[]> {
  return parseRows(row, await retrying(() => pool.query(`select ${COLUMNS} from telescope_warning where organisation = $1 and id = any($2)`, [organisation, ids])))
}

/** By last packet, the newest first. */
export async function listWarnings({ pool, organisation }: Ledger, { member, state, heldBack, limit, after }: WarningQuestion): Promise<StoredWarning[]> {
  return parseRows(row, await retrying(() => pool.query(`
    select ${COLUMNS} from telescope_warning
    where organisation = $1 and ($2::text is null or member = $2) and ($3::text is null or state = $3) and ($7::boolean is null or held_back = $7)
      and ($4::timestamptz is null or (last_seen, id) < ($4, $5::text))
    order by last_seen desc, id desc limit $6`,
  [organisation, member, state, after?.lastSeen ?? null, after?.id ?? '', limit, heldBack])))
}

/** Those whose last packet came on a day (UTC), newest first. @param member null: of all @param day `2026-01-31` */
export async function warningsOfDay({ pool, organisation }: Ledger, member: string | null, day: string, limit: number): Promise<StoredWarning[]> {
  return parseRows(row, await retrying(() => pool.query(`
    select ${COLUMNS} from telescope_warning
    where organisation = $1 and ($2::text is null or member = $2) and last_seen >= $3::date::timestamp at time zone 'UTC' and last_seen < ($3::date + 1)::timestamp at time zone 'UTC'
    order by last_seen desc, id desc limit $4`, [organisation, member, day, limit])))
}
