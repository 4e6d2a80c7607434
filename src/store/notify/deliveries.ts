import type { Pool } from 'pg'
import { z } from 'zod'
import { processIdentitySchema } from '../../platform/process-identity.ts'
import { ADVISORY_LOCKS } from '../postgres/advisory-locks.ts'
import { parseRows } from '../postgres/rows.ts'
import { inTransaction, retrying } from '../postgres/transaction.ts'
import { contentSchema, deliveryId } from './message.ts'

/** What is in a delivery, in the order in which it came. */
const messageRow = z.object({ id: z.string(), about: z.string(), isCase: z.boolean(), rule: z.string(), marking: z.string(), priority: z.number(), content: contentSchema, createdAt: z.date() })

export type DeliveredMessage = z.output<typeof messageRow>

const deliveryRow = z.object({
  organisation: z.string(), id: z.string(), channel: z.string(), recipient: z.string(), address: z.string(), language: z.enum(['en', 'ja']), attempts: z.number(),
  uncertain: z.boolean(), createdAt: z.date(),
})

/** A delivery that this process sends now. */
export type ClaimedDelivery = z.infer<typeof deliveryRow> & { readonly messages: readonly DeliveredMessage[] }

const claimSchema = z.object({ host: z.string(), process: processIdentitySchema.nullable() })

/** Who sends: a process of a host. */
export type Claimant = z.infer<typeof claimSchema>

/**
 * Makes deliveries of the messages that are due: those of one bundle together, at most so many. Which messages a delivery holds is written with
 * it, in one transaction, and never changes.
 *
 * @param at milliseconds since the epoch
 */
export async function formDeliveries(pool: Pool, at: number, most: number): Promise<number> {
  return inTransaction(pool, async client => {
    await client.query('select pg_advisory_xact_lock($1)', [ADVISORY_LOCKS.notify])
    const due = parseRows(
      z.object({ organisation: z.string(), id: z.string(), channel: z.string(), recipient: z.string(), address: z.string(), language: z.string(), bundle: z.string().nullable() }),
      await client.query(`
        select organisation, id, channel, recipient, address, language, bundle from notify_message
        where state = 'waiting' and due_at <= $1 order by number limit $2`, [new Date(at), DUE_AT_ONCE]))
    const groups = Map.groupBy(due, ({ organisation, id, channel, address, recipient, language, bundle }) =>
      JSON.stringify(bundle === null ? [organisation, id] : [organisation, channel, recipient, address, language, bundle]))
    let formed = 0
    for (const group of groups.values()) {
      for (let from = 0; from < group.length; from += most) {
        const members = group.slice(from, from + most)
        const { organisation, id: first, channel, recipient, address, language } = members[0]!
        const id = deliveryId(first)
        await client.query(`
          insert into notify_delivery (organisation, id, channel, recipient, address, language, state, next_at, created_at) values ($1, $2, $3, $4, $5, $6, 'waiting', $7, $7)`,
        [organisation, id, channel, recipient, address, language, new Date(at)])
        await client.query(`update notify_message set state = 'delivered', delivery = $3 where organisation = $1 and id = any ($2)`, [organisation, members.map(each => each.id), id])
        formed++
      }
    }
    return formed
  })
}

const DUE_AT_ONCE = 2_000

/** Takes the next deliveries for this process; others pass them by. */
export async function claimDeliveries(pool: Pool, claimant: Claimant, at: number, most: number): Promise<ClaimedDelivery[]> {
  return inTransaction(pool, async client => {
    const claimed = parseRows(deliveryRow, await client.query(`
      update notify_delivery set state = 'sending', attempts = attempts + 1, claimed_by = $3
      where (organisation, id) in (
        select organisation, id from notify_delivery where state = 'waiting' and next_at <= $1 order by next_at, number for update skip locked limit $2)
      returning organisation, id, channel, recipient, address, language, attempts, uncertain, created_at as "createdAt"`,
    [new Date(at), most, JSON.stringify(claimant)]))
    const deliveries: ClaimedDelivery[] = []
    for (const delivery of claimed) {
      await client.query('insert into notify_attempt (organisation, delivery, attempt, begun_at) values ($1, $2, $3, $4)', [delivery.organisation, delivery.id, delivery.attempts, new Date(at)])
      const messages = parseRows(messageRow, await client.query(`
        select id, about, is_case as "isCase", rule, marking, priority, content, created_at as "createdAt" from notify_message
        where organisation = $1 and delivery = $2 order by number`, [delivery.organisation, delivery.id]))
      deliveries.push({ ...delivery, messages })
    }
    return deliveries
  })
}

/** How a try ended. */
export type Outcome =
  | { readonly kind: 'sent'; readonly said: string }
  /** To be tried again, at a moment in milliseconds since the epoch. */
  | { readonly kind: 'later'; readonly said: string; readonly nextAt: number }
  | { readonly kind: 'failed'; readonly said: string }

/** Writes down how a try ended; one that somebody else has taken over meanwhile is left to them. @param at milliseconds since the epoch */
export async function finishAttempt(pool: Pool, { organisation, id, attempts }: ClaimedDelivery, outcome: Outcome, at: number): Promise<void> {
  const said = outcome.said.slice(0, SAID_LENGTH).replaceAll('\0', ' ').toWellFormed()
  await inTransaction(pool, async client => {
    await client.query(`
      update notify_delivery set state = $4, said = $5, next_at = $6, finished_at = $7, claimed_by = null
      where organisation = $1 and id = $2 and attempts = $3 and state = 'sending'`,
    [organisation, id, attempts, outcome.kind === 'later' ? 'waiting' : outcome.kind, said, new Date(outcome.kind === 'later' ? outcome.nextAt : at), outcome.kind === 'later' ? null : new Date(at)])
    await client.query('update notify_attempt set ended_at = $4, outcome = $5, said = $6 where organisation = $1 and delivery = $2 and attempt = $3',
      [organisation, id, attempts, new Date(at), outcome.kind, said])
  })
}

/** UTF-16 units of what the other side said. */
const SAID_LENGTH = 2_000

/**
 * Gives back what processes had taken that are gone, or that were at it for too long: it may have gone out, which is written down, and is tried again under the
 * same name.
 *
 * @param isGone whether nobody of this name works at it any more
 * @param moments milliseconds since the epoch; what was begun before the second one is given back whoever has it
 */
export async function releaseDeliveries(pool: Pool, isGone: (claimant: Claimant) => boolean, { at, begunBefore }: { readonly at: number; readonly begunBefore: number }): Promise<number> {
  const row = z.object({ organisation: z.string(), id: z.string(), attempts: z.number(), claimedBy: claimSchema.nullable(), begunAt: z.date() })
  const sending = parseRows(row, await retrying(() => pool.query(`
    select delivery.organisation, delivery.id, delivery.attempts, delivery.claimed_by as "claimedBy", attempt.begun_at as "begunAt"
    from notify_delivery delivery join notify_attempt attempt
      on attempt.organisation = delivery.organisation and attempt.delivery = delivery.id and attempt.attempt = delivery.attempts
    where delivery.state = 'sending'`)))
  let released = 0
  for (const { organisation, id, attempts, claimedBy, begunAt } of sending) {
    if (claimedBy !== null && !isGone(claimedBy) && begunAt.getTime() >= begunBefore) continue
    const { rowCount } = await retrying(() => pool.query(`
      update notify_delivery set state = 'waiting', uncertain = true, claimed_by = null, next_at = $4 where organisation = $1 and id = $2 and attempts = $3 and state = 'sending'`,
    [organisation, id, attempts, new Date(at)]))
    released += rowCount ?? 0
  }
  return released
}
