import type { Pool } from 'pg'
import { z } from 'zod'
import { TLP_MARKINGS } from '../accounts/person.ts'
import { parseRows } from '../postgres/rows.ts'
import { retrying } from '../postgres/transaction.ts'

const heldRow = z.object({ organisation: z.string(), id: z.string(), channel: z.string(), recipient: z.string(), address: z.string(), marking: z.enum(TLP_MARKINGS), reason: z.string() })

/** A message that its marking did not let go. */
export type HeldMessage = z.infer<typeof heldRow>

/** Of every organisation, in the order in which they came. */
export async function heldMessages(pool: Pool): Promise<HeldMessage[]> {
  return parseRows(heldRow, await retrying(() => pool.query(`
    select organisation, id, channel, recipient, address, marking, reason from notify_message where state = 'held' order by organisation, number`)))
}

/** Lets a held message go, as settings are now. @param at milliseconds since the epoch */
export async function letGo(pool: Pool, { organisation, id }: Pick<HeldMessage, 'organisation' | 'id'>, at: number): Promise<void> {
  await retrying(() => pool.query(`
    update notify_message set state = 'waiting', reason = '', due_at = greatest(due_at, $3) where organisation = $1 and id = $2 and state = 'held'`, [organisation, id, new Date(at)]))
}
