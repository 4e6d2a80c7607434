import { HUNTS_AT_ONCE } from './defaults.ts'

/** A hunt that runs. */
interface RunningHunt {
  readonly owner: string
  readonly stop: AbortController
}

/** Hunts that run now, so that who asked can stop them. An id is its owner's: nobody else's hunt has it. */
export class HuntRegister {
  readonly #running = new Map<string, RunningHunt>()

  /**
   * Runs a hunt that ends when its client is gone or it is cancelled. One under the id of a hunt of the same owner takes its place, as when
   * somebody goes on typing. Null when too many run.
   */
  async run<T>(owner: string, id: string, gone: AbortSignal, hunt: (signal: AbortSignal) => Promise<T>): Promise<T | null> {
    const key = keyOf(owner, id)
    this.#running.get(key)?.stop.abort()
    if (this.count(owner) >= HUNTS_AT_ONCE) return null
    const running = { owner, stop: new AbortController() }
    this.#running.set(key, running)
    try {
      return await hunt(AbortSignal.any([running.stop.signal, gone]))
    } finally {
      if (this.#running.get(key) === running) this.#running.delete(key)
    }
  }

  /** False when no such hunt runs. */
  cancel(owner: string, id: string): boolean {
    const running = this.#running.get(keyOf(owner, id))
    running?.stop.abort()
    return running !== undefined
  }

  count(owner: string): number {
    return [...this.#running.values()].filter(each => each.owner === owner).length
  }

  close(): void {
    for (const { stop } of this.#running.values()) stop.abort()
  }
}

function keyOf(owner: string, id: string): string {
  return `${owner}\0${id}`
}
