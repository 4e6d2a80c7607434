import type { Log } from '../../platform/log.ts'
import type { CollectedSource } from './collected-source.ts'
import { newFedFigures } from './fed-figures.ts'
import { RetriedReceiver } from './retried-receiver.ts'
import type { StreamSource, StreamSpool } from './stream-spool.ts'
import type { WantedSource } from './wanted-source.ts'

type SourceName = Pick<StreamSource, 'organisation' | 'name'>

interface Running extends CollectedSource {
  readonly wanted: WantedSource
}

interface Parts {
  open(source: StreamSource): Promise<StreamSpool>
  /** Whether something that a source took is still on its way into the store. */
  isWaiting(source: SourceName): boolean
  readonly log: Log
}

/** The sources at work. Others can take their place while everything goes on; what one took stays in its spool until it is in the store. */
export class ChangeableSources {
  readonly #parts: Parts
  #running: readonly Running[] = []
  /** Every one that was opened: a number is given once, and a segment is found once. */
  readonly #spools = new Map<string, StreamSpool>()
  #work: Promise<unknown> = Promise.resolve()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  get all(): readonly CollectedSource[] {
    return this.#running
  }

  /** Also those of sources that have ended. */
  get spools(): readonly StreamSpool[] {
    return [...this.#spools.values()]
  }

  find(source: SourceName): CollectedSource | undefined {
    return this.#running.find(isNamed(source))
  }

  /** Opens the spool of one that is to be started with all others. @throws what the file system says */
  async add(wanted: WantedSource): Promise<void> {
    this.#running = [...this.#running, this.#made(wanted, await this.#spoolOf(wanted.source))]
  }

  /** Settles when each was tried. */
  async start(): Promise<void> {
    await Promise.all(this.#running.map(({ receiver }) => receiver.start()))
  }

  /** @throws Error with the reason when it cannot receive: then the one before is at work again */
  put(wanted: WantedSource): Promise<StreamSpool> {
    return this.#inOrder(() => this.#put(wanted))
  }

  remove(source: SourceName): Promise<void> {
    return this.#inOrder(async () => {
      const ended = this.#running.find(isNamed(source))
      if (ended === undefined) return
      this.#running = this.#running.filter(each => each !== ended)
      await ended.receiver.close()
      await ended.spool.seal()
    })
  }

  /** Receives no more. */
  async close(): Promise<void> {
    await this.#work.catch(() => {})
    await Promise.all(this.#running.map(({ receiver }) => receiver.close()))
  }

  async #put(wanted: WantedSource): Promise<StreamSpool> {
    if (!this.#spools.has(keyOf(wanted.source)) && this.#parts.isWaiting(wanted.source)) {
      throw new Error('what an earlier source of this name took is still being read; try again in a minute')
    }
    const before = this.#running.find(isNamed(wanted.source))
    // First, since the new one may want its address.
    await before?.receiver.close()
    const spool = await this.#spoolOf(wanted.source)
    await spool.readAs(wanted.source)
    const next = this.#made(wanted, spool)
    await next.receiver.start()
    const { failure } = next.receiver
    if (failure === null) {
      this.#running = [...this.#running.filter(each => each !== before), next]
      return spool
    }
    await next.receiver.close()
    if (before !== undefined) {
      await spool.readAs(before.wanted.source)
      const again = { ...before, receiver: this.#receiver(before.wanted, spool) }
      this.#running = this.#running.map(each => (each === before ? again : each))
      await again.receiver.start()
    }
    throw new Error(failure)
  }

  #made(wanted: WantedSource, spool: StreamSpool): Running {
    return { wanted, kind: wanted.kind, spool, receiver: this.#receiver(wanted, spool), ...newFedFigures() }
  }

  #receiver({ source: { name }, receive }: WantedSource, spool: StreamSpool): RetriedReceiver {
    return new RetriedReceiver(spool, receive, reason => this.#parts.log('error', 'source cannot receive', { source: name, reason }))
  }

  async #spoolOf(source: StreamSource): Promise<StreamSpool> {
    const spool = this.#spools.get(keyOf(source)) ?? await this.#parts.open(source)
    this.#spools.set(keyOf(source), spool)
    return spool
  }

  #inOrder<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#work.then(work)
    this.#work = turn.catch(() => {})
    return turn
  }
}

function keyOf({ organisation, name }: SourceName): string {
  return `${organisation}/${name}`
}

function isNamed({ organisation, name }: SourceName): (source: CollectedSource) => boolean {
  return ({ spool }) => spool.source.organisation === organisation && spool.source.name === name
}
