import { REMEMBERED_WITHHELD } from '../defaults.ts'
import { plainPath } from '../protocol/plain-path.ts'

/** Names of answers that were withheld: upstreams keep answers, and give them to whoever asks again. Kept in memory, the latest. */
export class WithheldAnswers {
  readonly #kept = new Set<string>()

  keep(application: string, ids: Iterable<string>): void {
    for (const id of ids) this.#kept.add(`${application} ${id}`)
    for (const oldest of this.#kept) {
      if (this.#kept.size <= REMEMBERED_WITHHELD) break
      this.#kept.delete(oldest)
    }
  }

  /** Whether a path names one. */
  isNamed(application: string, path: string): boolean {
    return this.#kept.size > 0 && plainPath(path).split('/').some(segment => this.#kept.has(`${application} ${segment}`))
  }
}
