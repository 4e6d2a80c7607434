import { randomUUID } from 'node:crypto'
import { createWriteStream, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import type { RuleChanges } from '../../../model/ports/rule-shelf.ts'
import type { DiscoverOptions } from '../../../pipeline/evidence/discover.ts'
import type { UnreadRules } from '../../../pipeline/rule-sets/rule-set-files.ts'
import { ruleSetFiles } from '../../../pipeline/rule-sets/rule-set-files.ts'
import { RULE_FILE_BYTES, UPLOAD_WAITS_MS, WAITING_UPLOADS } from './defaults.ts'
import type { RuleLibrary } from './rule-library.ts'

/** Rules that were sent and wait for a person's yes. */
export interface WaitingRules {
  readonly id: string
  /** Of the rule set it would become, or take the place of. */
  readonly name: string
  readonly person: string
  readonly changes: RuleChanges
  readonly replaces: boolean
  readonly unread: readonly UnreadRules[]
  /** Where the files lie. */
  readonly prepared: string
  readonly timer: NodeJS.Timeout
}

/** Uploads of rules, from the moment they were read until they are put in place or dropped. They do not outlive the server. */
export class RuleUploads {
  readonly #library: RuleLibrary
  readonly #waiting = new Map<string, WaitingRules>()

  constructor(library: RuleLibrary) {
    this.#library = library
  }

  /**
   * Reads an archive or one file of rules as `noroshi rules add` does, and says what it would change.
   *
   * @param folder for a moment, what was sent
   * @throws NoroshiError `bad-rule-set`, `disk-full`, `data-unusable`
   */
  async take(sent: ReadableStream<Uint8Array>, { name, person, folder, archives }: { readonly name: string; readonly person: string; readonly folder: string; readonly archives: DiscoverOptions }): Promise<WaitingRules> {
    const { control: { sets }, reader } = this.#library
    const place = sets.pathOf(name)
    const file = join(folder, `${randomUUID()}.rules`)
    try {
      await pipeline(Readable.fromWeb(sent), createWriteStream(file, { mode: 0o600 }))
      const { files, unread } = await ruleSetFiles(file, archives, RULE_FILE_BYTES)
      const prepared = sets.prepare(files)
      const replaces = sets.list().some(each => each.name === name)
      const changes = await reader.compare(replaces ? { name, path: place } : null, { name, path: prepared })
      const id = randomUUID()
      const timer = setTimeout(() => this.drop(id), UPLOAD_WAITS_MS).unref()
      const waiting: WaitingRules = { id, name, person, changes, replaces, unread, prepared, timer }
      this.#waiting.set(id, waiting)
      const [oldest] = this.#waiting.keys()
      if (this.#waiting.size > WAITING_UPLOADS && oldest !== undefined) this.drop(oldest)
      return waiting
    } finally {
      rmSync(file, { force: true })
    }
  }

  find(id: string): WaitingRules | undefined {
    return this.#waiting.get(id)
  }

  /** Puts the rules in place. @throws NoroshiError `disk-full`, `data-unusable` */
  apply({ id, name, prepared }: WaitingRules): void {
    this.#library.control.sets.replace(name, prepared)
    this.drop(id)
    this.#library.changed()
  }

  drop(id: string): void {
    const waiting = this.#waiting.get(id)
    if (waiting === undefined) return
    clearTimeout(waiting.timer)
    this.#waiting.delete(id)
    this.#library.control.sets.drop(waiting.prepared)
  }

  close(): void {
    for (const id of this.#waiting.keys()) this.drop(id)
  }
}
