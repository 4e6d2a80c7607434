import { z } from 'zod'
import type { Ledger } from '../ledger/ledger.ts'
import { parseRows } from '../postgres/rows.ts'
import { retrying } from '../postgres/transaction.ts'

const unacknowledgedRow = z.object({ about: z.string(), channel: z.string(), recipient: z.string(), sentAt: z.date() })

/** The first message about a case by a rule, which went out, and which nobody has acknowledged. */
export type Unacknowledged = z.infer<typeof unacknowledgedRow>

/**
 * What went out between two moments by a rule, without that anybody acknowledged a message about the same case by the same rule since, and without a
 * message of a later occasion yet.
 *
 * @param occasion that it must not have had yet
 * @param moments milliseconds since the epoch
 */
export async function unacknowledged(
  { pool, organisation }: Ledger, rule: string, occasion: string, { before, after }: { readonly before: number; readonly after: number },
): Promise<Unacknowledged[]> {
  return parseRows(unacknowledgedRow, await retrying(() => pool.query(`
    select message.about, message.channel, message.recipient, delivery.finished_at as "sentAt"
    from notify_message message join notify_delivery delivery on delivery.organisation = message.organisation and delivery.id = message.delivery
    where message.organisation = $1 and message.rule = $2 and message.is_case and message.occasion = 'created' and delivery.state = 'sent'
      and delivery.finished_at <= $4 and delivery.finished_at > $5
      and not exists (select from notify_message other where other.organisation = $1 and other.about = message.about and other.rule = $2 and other.acknowledged_at is not null)
      and not exists (select from notify_message other where other.organisation = $1 and other.about = message.about and other.rule = $2 and other.occasion = $3
        and ($3 like 'escalation%' or (other.channel = message.channel and other.recipient = message.recipient)))
    order by message.number limit $6`, [organisation, rule, occasion, new Date(before), new Date(after), AT_ONCE])))
}

const AT_ONCE = 200
