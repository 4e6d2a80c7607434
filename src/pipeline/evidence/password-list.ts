import type { UnpackLimits } from './defaults.ts'
import type { ZipEntry } from './zip-directory.ts'
import { makesSense, opensZipEntry } from './zip-library-entry.ts'

/** One password mostly opens a whole archive: the last that did is tried first. */
export class PasswordList {
  #passwords: readonly string[]
  readonly #limits: UnpackLimits

  constructor(passwords: readonly string[], limits: UnpackLimits) {
    this.#passwords = passwords
    this.#limits = limits
  }

  get count(): number {
    return this.#passwords.length
  }

  /** The password of an entry; null when none of the list is. */
  async opening(entry: ZipEntry): Promise<string | null> {
    const candidates: string[] = []
    for (const password of this.#passwords) {
      if (await opensZipEntry(entry, password)) candidates.push(password)
      if (candidates.length > 0 && entry.encryption === 'AES') break
    }
    const password = candidates.length < 2 ? candidates[0] : await this.#decide(entry, candidates)
    if (password === undefined) return null
    this.#passwords = [password, ...this.#passwords.filter(other => other !== password)]
    return password
  }

  /** One wrong password in 256 passes the check of ZipCrypto, one in 65,536 that of AES. */
  async #decide(entry: ZipEntry, candidates: readonly string[]): Promise<string | undefined> {
    for (const password of candidates) if (await makesSense(entry, password, this.#limits)) return password
    return candidates[0]
  }
}
