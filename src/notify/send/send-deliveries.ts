import type { Pool } from 'pg'
import type { NotifyConfiguration } from '../../platform/config/notify-schema.ts'
import type { Log } from '../../platform/log.ts'
import { messageOf } from '../../platform/noroshi-error.ts'
import { isCleared } from '../../store/accounts/person.ts'
import type { Claimant, ClaimedDelivery, Outcome } from '../../store/notify/deliveries.ts'
import { claimDeliveries, finishAttempt } from '../../store/notify/deliveries.ts'
import { RETRY, SENT_AT_ONCE, TRY_MS } from '../defaults.ts'
import { tlpLabel } from '../notice/notice.ts'
import { clearanceFor } from '../recipient/recipient.ts'
import { outgoingOf } from './outgoing.ts'
import type { Sender, SentResult } from './sent-result.ts'

/** What sending needs. */
export interface SendParts {
  readonly pool: Pool
  readonly configuration: NotifyConfiguration
  readonly senders: ReadonlyMap<string, Sender>
  readonly claimant: Claimant
  readonly log: Log
  now(): number
}

/** Sends what is due until nothing is, some at a time. @param signal stops it: what is under way is broken off, and tried again later @returns how many were tried */
export async function sendDeliveries(parts: SendParts, signal: AbortSignal): Promise<number> {
  let tried = 0
  while (!signal.aborted) {
    const claimed = await claimDeliveries(parts.pool, parts.claimant, parts.now(), SENT_AT_ONCE)
    if (claimed.length === 0) break
    // All of them have ended before the next round gives back what could not be written down.
    const ended = await Promise.allSettled(claimed.map(delivery => sendOne(delivery, parts, signal)))
    const failed = ended.find(each => each.status === 'rejected')
    if (failed !== undefined) throw failed.reason
    tried += claimed.length
  }
  return tried
}

async function sendOne(delivery: ClaimedDelivery, parts: SendParts, signal: AbortSignal): Promise<void> {
  const { channel, id, organisation, attempts } = delivery
  const result = await tryToSend(delivery, parts, AbortSignal.any([signal, AbortSignal.timeout(TRY_MS * 2)]))
  const outcome = outcomeOf(result, delivery, parts.now())
  await finishAttempt(parts.pool, delivery, outcome, parts.now())
  parts.log(outcome.kind === 'sent' ? 'info' : 'warn', `notify.${outcome.kind}`, { organisation, delivery: id, channel, attempt: attempts, said: outcome.said })
}

/** The last look at the marking before anything leaves: settings may have changed since the message was entered. */
async function tryToSend(delivery: ClaimedDelivery, { configuration, senders }: SendParts, signal: AbortSignal): Promise<SentResult> {
  const channel = configuration.channels.find(({ name }) => name === delivery.channel)
  const sender = senders.get(delivery.channel)
  if (channel === undefined || sender === undefined) return { kind: 'later', said: `there is no channel ${delivery.channel} in the configuration` }
  const outgoing = outgoingOf(delivery)
  const clearance = clearanceFor(channel, configuration, delivery.recipient, delivery.address)
  if (!isCleared(clearance, outgoing.marking)) return { kind: 'later', said: `${tlpLabel(outgoing.marking)} exceeds ${tlpLabel(clearance)}` }
  try {
    return await sender.send(outgoing, signal)
  } catch (cause) {
    return { kind: 'later', said: messageOf(cause) }
  }
}

function outcomeOf({ kind, said }: SentResult, { attempts, createdAt }: ClaimedDelivery, now: number): Outcome {
  if (kind === 'sent') return { kind: 'sent', said }
  if (kind === 'refused' || now - createdAt.getTime() > RETRY.forMs) return { kind: 'failed', said }
  return { kind: 'later', said, nextAt: now + Math.min(RETRY.firstMs * 2 ** (attempts - 1), RETRY.mostMs) }
}
