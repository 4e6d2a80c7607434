import type { Pool } from 'pg'
import { accounts, addAccount } from './account.ts'
import type { Account } from './account.ts'

/** The administrator there has been longest; made when there is none, as on the first start. */
export async function firstAdministrator(pool: Pool, organisation: string): Promise<Account> {
  const admins = (await accounts(pool, organisation)).filter(({ role, disabled }) => role === 'admin' && !disabled)
  const [first] = admins.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime())
  return first ?? await addAccount(pool, { name: await freeName(pool, organisation), displayName: 'Administrator', role: 'admin', organisation, clearance: 'red' })
}

/** Names are unique in the whole installation. */
async function freeName(pool: Pool, organisation: string): Promise<string> {
  const { rowCount } = await pool.query('select from account where name = $1', ['admin'])
  return rowCount === 0 ? 'admin' : `admin-${organisation}`.slice(0, 63)
}
