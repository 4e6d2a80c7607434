import type { Pool } from 'pg'
import type { SeenChanges } from '../../../store/decisions/changes.ts'
import { decisionsAfter, seenChanges } from '../../../store/decisions/changes.ts'
import { STREAM_WATCH_MS } from './defaults.ts'
import type { StreamHub } from './stream-hub.ts'

/**
 * Tells the live stream of new generations of cases and of decisions, whoever made them: this server, or a command beside it. It looks when it
 * is told to, and by itself while somebody listens.
 */
export class ChangeWatch {
  readonly #pool: Pool
  readonly #stream: StreamHub
  readonly #onTrouble: (trouble: unknown) => void
  #seen: SeenChanges | null = null
  #looking: Promise<void> = Promise.resolve()
  #timer: NodeJS.Timeout | undefined

  constructor(pool: Pool, stream: StreamHub, onTrouble: (trouble: unknown) => void) {
    this.#pool = pool
    this.#stream = stream
    this.#onTrouble = onTrouble
  }

  /** What is there already is not news. */
  async start(): Promise<void> {
    this.#seen = await seenChanges(this.#pool)
    this.#timer = setInterval(() => { if (this.#stream.listeners > 0) void this.look() }, STREAM_WATCH_MS).unref()
  }

  /** One look after the other; never throws. */
  look(): Promise<void> {
    this.#looking = this.#looking.then(() => this.#look()).catch(this.#onTrouble)
    return this.#looking
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#looking
  }

  async #look(): Promise<void> {
    const before = this.#seen
    if (before === null) return
    const now = await seenChanges(this.#pool)
    const decisions = now.decision === before.decision ? [] : await decisionsAfter(this.#pool, before.decision)
    this.#seen = { generations: now.generations, decision: decisions.at(-1)?.id ?? before.decision }
    for (const [organisation, generation] of now.generations) {
      if (generation !== before.generations.get(organisation)) this.#stream.publish(organisation, 'cases', { generation })
    }
    for (const { organisation, caseId, person } of decisions) this.#stream.publish(organisation, 'decision', { case: caseId, person })
  }
}
