import type { GuardLayer } from '../../judge/verdict.ts'
import type { Origin } from '../protocol/protocol.ts'
import type { Exceptions } from './exceptions.ts'
import { markOf } from './mark.ts'

/** A verdict that was lifted, for the record of the exchange. */
export interface LiftedVerdict {
  readonly exception: string
  readonly layer: GuardLayer
  readonly kind: string
  readonly origin: Origin
}

/** What exceptions lift in one exchange; each counts once, however often the same text is looked at. */
export class Lifting {
  readonly #application: string
  readonly #exceptions: Exceptions
  readonly #lifted = new Map<string, LiftedVerdict>()

  constructor(application: string, exceptions: Exceptions) {
    this.#application = application
    this.#exceptions = exceptions
  }

  markOf(origin: Origin, layer: GuardLayer, kind: string, subject: string): string {
    return markOf({ application: this.#application, layer, kind, origin, subject })
  }

  /** Whether a verdict is lifted, which is then counted. */
  lifts(origin: Origin, layer: GuardLayer, kind: string, subject: string): boolean {
    const mark = this.markOf(origin, layer, kind, subject)
    const exception = this.#exceptions.find(mark)
    if (exception === null) return false
    if (!this.#lifted.has(mark)) {
      this.#lifted.set(mark, { exception, layer, kind, origin })
      this.#exceptions.used(exception)
    }
    return true
  }

  /** What was lifted since this was asked last. */
  taken(): LiftedVerdict[] {
    const lifted = [...this.#lifted.values()].slice(this.#told)
    this.#told += lifted.length
    return lifted
  }

  #told = 0
}
