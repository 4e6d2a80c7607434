import type { PoolClient } from 'pg'
import { z } from 'zod'
import { TLP_MARKINGS } from '../accounts/person.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { parseRow, parseRows } from '../postgres/rows.ts'
import { retrying } from '../postgres/transaction.ts'
import { contentSchema, DELIVERY_STATES, MESSAGE_STATES } from './message.ts'

const messageRow = z.object({
  id: z.string(), number: z.number(), about: z.string(), isCase: z.boolean(), rule: z.string(), channel: z.string(), recipient: z.string(), address: z.string(), occasion: z.string(),
  language: z.enum(['en', 'ja']), marking: z.enum(TLP_MARKINGS), priority: z.number(), subject: z.string(), entered: z.enum(MESSAGE_STATES), reason: z.string(), dueAt: z.date(), createdAt: z.date(),
  acknowledgedAt: z.date().nullable(), acknowledgedBy: z.string().nullable(), delivery: z.string().nullable(), sending: z.enum(DELIVERY_STATES).nullable(), attempts: z.number().nullable(),
  nextAt: z.date().nullable(), finishedAt: z.date().nullable(), uncertain: z.boolean().nullable(), said: z.string().nullable(),
})

/** A message with what became of it. */
export type StoredMessage = z.infer<typeof messageRow>

const MESSAGES = `
  select message.id, message.number, message.about, message.is_case as "isCase", message.rule, message.channel, message.recipient, message.address, message.occasion, message.language,
    message.marking, message.priority, message.content->>'subject' as subject, message.state as entered, message.reason, message.due_at as "dueAt", message.created_at as "createdAt",
    message.acknowledged_at as "acknowledgedAt", message.acknowledged_by as "acknowledgedBy", message.delivery, delivery.state as sending, delivery.attempts, delivery.next_at as "nextAt",
    delivery.finished_at as "finishedAt", delivery.uncertain, delivery.said
  from notify_message message left join notify_delivery delivery on delivery.organisation = message.organisation and delivery.id = message.delivery
  where message.organisation = $1`

/** Which messages are asked for; what is left out does not matter. */
export interface MessageFilter {
  /** About a case, whatever id it had when they were written. */
  readonly caseId?: string
  /** Those that are held, or that failed. */
  readonly troubled?: boolean
  /** Those before this number. */
  readonly before?: number
  readonly limit: number
}

/** The newest first. */
export async function listMessages({ pool, organisation }: Ledger, { caseId, troubled = false, before, limit }: MessageFilter): Promise<StoredMessage[]> {
  return parseRows(messageRow, await retrying(() => pool.query(`${MESSAGES}
    and ($2::text is null or message.about = $2 or (message.is_case and message.about in (
      select case_anchor.case_id from case_finding join case_anchor on case_anchor.organisation = case_finding.organisation and case_anchor.finding = case_finding.finding
      where case_finding.organisation = $1 and case_finding.case_id = $2)))
    and (not $3 or message.state = 'held' or delivery.state = 'failed') and ($4::bigint is null or message.number < $4)
    order by message.number desc limit $5`, [organisation, caseId ?? null, troubled, before ?? null, limit])))
}

const attemptRow = z.object({ attempt: z.number(), begunAt: z.date(), endedAt: z.date().nullable(), outcome: z.enum(['sent', 'later', 'failed']).nullable(), said: z.string() })

/** One message whole, with every try to send it. */
export type WholeMessage = StoredMessage & { readonly content: z.output<typeof contentSchema>; readonly tries: readonly z.infer<typeof attemptRow>[] }

/** By its id, or the first digits of it; undefined for none and for several. */
export async function findMessage({ pool, organisation }: Ledger, id: string): Promise<WholeMessage | undefined> {
  if (!/^[0-9a-f]{4,32}$/.test(id)) return undefined
  const found = parseRows(messageRow, await retrying(() => pool.query(`${MESSAGES} and starts_with(message.id, $2) limit 2`, [organisation, id])))
  const [first, second] = found
  if (first === undefined || second !== undefined) return undefined
  const whole = parseRow(z.object({ content: contentSchema }), await retrying(() => pool.query('select content from notify_message where organisation = $1 and id = $2', [organisation, first.id])))
  const tries = parseRows(attemptRow, await retrying(() => pool.query(`
    select attempt, begun_at as "begunAt", ended_at as "endedAt", outcome, said from notify_attempt where organisation = $1 and delivery = $2 order by attempt`, [organisation, first.delivery])))
  return whole === undefined ? undefined : { ...first, ...whole, tries }
}

/** Somebody has read it; the first who says so is kept. @param at milliseconds since the epoch @returns whether there is such a message */
export async function acknowledgeMessage(client: Pick<PoolClient, 'query'>, organisation: string, id: string, by: string, at: number): Promise<boolean> {
  const { rowCount } = await client.query(`
    update notify_message set acknowledged_at = coalesce(acknowledged_at, $3), acknowledged_by = coalesce(acknowledged_by, $4) where organisation = $1 and id = $2`,
  [organisation, id, new Date(at), by])
  return rowCount === 1
}

/** Takes a message back that has not gone out. @returns whether it could be */
export async function cancelMessage(client: Pick<PoolClient, 'query'>, organisation: string, id: string, by: string): Promise<boolean> {
  const { rowCount } = await client.query(`
    update notify_message set state = 'cancelled', reason = $3 where organisation = $1 and id = $2 and state in ('waiting', 'held', 'cancelled')`, [organisation, id, by])
  return rowCount === 1
}
