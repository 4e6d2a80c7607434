import { hostname } from 'node:os'
import type { Pool, PoolClient } from 'pg'
import { messageOf } from '../platform/noroshi-error.ts'
import { identifyProcess, isRunning } from '../platform/process-identity.ts'
import { organisationGenerations } from '../store/notify/changed-cases.ts'
import type { Ledger } from '../store/ledger/ledger.ts'
import type { Claimant } from '../store/notify/deliveries.ts'
import { formDeliveries, releaseDeliveries } from '../store/notify/deliveries.ts'
import { CLAIM_MS, DIGEST_MESSAGES, LOOK_MS, REMIND_LOOK_MS } from './defaults.ts'
import type { MessageParts } from './outbox/case-message.ts'
import { deriveMessages } from './outbox/derive-messages.ts'
import type { Telling } from './outbox/enter-telling.ts'
import { enterTelling } from './outbox/enter-telling.ts'
import { releaseHeld } from './outbox/release-held.ts'
import { remindOf } from './outbox/remind.ts'
import type { Sender } from './send/sent-result.ts'
import { sendDeliveries } from './send/send-deliveries.ts'

export interface NotifierParts extends MessageParts {
  readonly pool: Pool
  /** By the name of the channel. */
  readonly senders: ReadonlyMap<string, Sender>
}

/**
 * Tells people and machines what is found: looks for cases that are new or more urgent, keeps what is to be told in the outbox, and sends what is due. All
 * that matters is in the database: it may be killed at any moment.
 */
export class Notifier {
  readonly #parts: NotifierParts
  readonly #claimant: Claimant = { host: hostname(), process: identifyProcess(process.pid) }
  readonly #stopped = new AbortController()
  #working: Promise<void> = Promise.resolve()
  #timer: NodeJS.Timeout | undefined
  #remindedAt = 0

  constructor(parts: NotifierParts) {
    this.#parts = parts
  }

  /** Takes up what earlier processes left, and looks by itself from now on. */
  async start(): Promise<void> {
    await this.#takeUp().catch(cause => this.#trouble(cause))
    // At once: what comes from now on is news.
    await this.look()
    this.#plan()
  }

  /** One round: what is new, what is to be told again, what is due. Rounds follow one another; never throws. */
  look(): Promise<void> {
    this.#working = this.#working.then(() => this.#round()).catch((cause: unknown) => this.#trouble(cause))
    return this.#working
  }

  /**
   * Tells something that is no case, to those it names: within the transaction of whoever knows it, it is told when that commits, and once whatever is repeated.
   *
   * @returns the ids of the messages that are new
   * @throws Error for a channel that there is not
   */
  enqueue(ledger: Ledger, telling: Telling, client?: Pick<PoolClient, 'query'>): Promise<string[]> {
    return enterTelling(ledger, telling, this.#parts, client)
  }

  /** Breaks off what is under way; it is tried again by the next start. */
  async close(): Promise<void> {
    clearTimeout(this.#timer)
    this.#stopped.abort()
    await this.#working
  }

  #plan(): void {
    if (this.#stopped.signal.aborted) return
    this.#timer = setTimeout(() => void this.look().then(() => this.#plan()), LOOK_MS).unref()
  }

  async #takeUp(): Promise<void> {
    await this.#release()
    await releaseHeld(this.#parts)
  }

  /** What nobody is at any more: between rounds this process is at nothing, whatever it could not write down. */
  async #release(): Promise<void> {
    const { pool, log, now } = this.#parts
    const released = await releaseDeliveries(pool, claimant => isOurs(claimant, this.#claimant) || isGone(claimant), { at: now(), begunBefore: now() - CLAIM_MS })
    if (released > 0) log('warn', 'notify.unfinished', { deliveries: released })
  }

  async #round(): Promise<void> {
    const { signal } = this.#stopped
    if (signal.aborted) return
    const { pool, configuration, now } = this.#parts
    if (configuration.rules.length > 0) await this.#derive()
    await this.#release()
    await formDeliveries(pool, now(), DIGEST_MESSAGES)
    await sendDeliveries({ ...this.#parts, claimant: this.#claimant }, signal)
  }

  async #derive(): Promise<void> {
    const { pool, now, configuration: { rules } } = this.#parts
    const isReminding = now() - this.#remindedAt >= REMIND_LOOK_MS
    for (const { organisation, generation } of await organisationGenerations(pool)) {
      if (!rules.some(({ organisations }) => organisations?.includes(organisation) ?? true)) continue
      const ledger = { pool, organisation }
      try {
        await deriveMessages(ledger, generation, this.#parts)
        if (isReminding) await remindOf(ledger, this.#parts)
      } catch (cause) {
        // An engine that is down, say: what waits is sent all the same, and this is tried again in the next round.
        this.#trouble(cause)
      }
    }
    if (isReminding) this.#remindedAt = now()
  }

  #trouble(cause: unknown): void {
    this.#parts.log('error', 'notify.trouble', { reason: messageOf(cause) })
  }
}

function isOurs({ host, process: identity }: Claimant, { host: ourHost, process: ourIdentity }: Claimant): boolean {
  return host === ourHost && identity?.pid === ourIdentity?.pid && identity?.startTicks === ourIdentity?.startTicks && identity?.bootId === ourIdentity?.bootId
}

/** Of this host, nobody by this name runs; processes of other hosts are theirs. */
function isGone({ host, process: identity }: Claimant): boolean {
  return host === hostname() && (identity === null || !isRunning(identity))
}
