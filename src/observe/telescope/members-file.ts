import { statSync } from 'node:fs'
import type { Organisations } from './organisations.ts'
import { readOrganisations } from './organisations.ts'

/** The organisations file, read again when it has changed: a new member counts at once. */
export class MembersFile {
  readonly #path: string
  #read: { readonly mark: string, readonly organisations: Organisations } | null = null

  constructor(path: string) {
    this.#path = path
  }

  /** @throws NoroshiError `usage` when it cannot be read; what was read before is forgotten then */
  get organisations(): Organisations {
    const { mtimeMs = 0, size = 0, ino = 0 } = statSync(this.#path, { throwIfNoEntry: false }) ?? {}
    const mark = `${mtimeMs} ${size} ${ino}`
    if (this.#read?.mark !== mark) this.#read = null
    this.#read ??= { mark, organisations: readOrganisations(this.#path) }
    return this.#read.organisations
  }
}
