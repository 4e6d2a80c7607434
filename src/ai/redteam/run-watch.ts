import { MOST_FAILURES } from './defaults.ts'

/** Says when a run goes no further: its user stopped it, or the target is gone. */
export class RunWatch {
  readonly #stop: AbortSignal | undefined
  #failures = 0

  constructor(stop: AbortSignal | undefined) {
    this.#stop = stop
  }

  /** @param outcome of one attempt or question; several failures in a row say that the target is gone */
  saw(outcome: string): void {
    if (this.over === null) this.#failures = outcome === 'failed' ? this.#failures + 1 : 0
  }

  get isStopped(): boolean {
    return this.#stop?.aborted === true
  }

  /** Why it goes no further; null: it does. */
  get over(): 'stopped' | 'lost' | null {
    return this.#failures >= MOST_FAILURES ? 'lost' : this.isStopped ? 'stopped' : null
  }
}
