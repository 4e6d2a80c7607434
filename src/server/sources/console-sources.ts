import type { Pool } from 'pg'
import type { Language } from '../../model/reason.ts'
import { cannotReceive } from '../../pipeline/collect/fault-words.ts'
import type { SourceCollection } from '../../pipeline/collect/source-collection.ts'
import type { ReceivingTrial } from '../../pipeline/collect/try-receiving.ts'
import { tryReceiving } from '../../pipeline/collect/try-receiving.ts'
import type { WantedSource } from '../../pipeline/collect/wanted-source.ts'
import type { SourceConfiguration } from '../../platform/config/source-schemas.ts'
import type { Log } from '../../platform/log.ts'
import { messageOf } from '../../platform/noroshi-error.ts'
import type { ConsoleSource } from '../../store/sources/console-source.ts'
import { consoleSources, forgetConsoleSource, keepConsoleSource } from '../../store/sources/console-source.ts'
import { ApiError } from '../errors/api-error.ts'
import { Turns } from '../turns.ts'
import type { SourceEntry } from './source-entry.ts'
import { parseSourceEntry, readSourceEntry, withKeptSecrets, withoutHeldAddresses } from './source-entry.ts'

export interface ConsoleSourceOptions {
  /** What receives for sources as they are configured. */
  wanted(configurations: readonly SourceConfiguration[]): readonly WantedSource[]
  /** Below which files may be read that a source of the console names. */
  readonly folders: readonly string[]
}

interface Parts extends ConsoleSourceOptions {
  readonly pool: Pool
  readonly log: Log
}

/** What a person says a source shall be, and which of its secrets stay as they are. */
export interface AskedSource {
  readonly organisation: string
  readonly person: string
  /** In which they are told of faults. */
  readonly language: Language
  readonly entry: SourceEntry
  /** Names of secret fields that the entry leaves out and that keep their value. */
  readonly keep: readonly string[]
}

/** Sources that people add in the console: checked as those of noroshi.yaml are, tried, taken into use at once, and kept in the state store. */
export class ConsoleSources {
  readonly #parts: Parts
  readonly #kept = new Map<string, ConsoleSource>()
  /** One change at a time: a name is given once. */
  readonly #turns = new Turns()

  private constructor(parts: Parts, kept: readonly ConsoleSource[]) {
    this.#parts = parts
    for (const source of kept) this.#kept.set(keyOf(source), source)
  }

  static async open(parts: Parts): Promise<ConsoleSources> {
    return new ConsoleSources(parts, await consoleSources(parts.pool))
  }

  /** What those that are kept ask for, but for names that noroshi.yaml has taken meanwhile. One that is not understood any more is shown as failed. */
  wanted(others: readonly WantedSource[]): WantedSource[] {
    const { log } = this.#parts
    return [...this.#kept.values()].filter(({ organisation, name }) => {
      const isTaken = others.some(({ source }) => source.organisation === organisation && source.name === name)
      if (isTaken) {
        log('warn', 'source of the console not used: noroshi.yaml has one of its name', { source: name })
        this.#kept.delete(keyOf({ organisation, name }))
      }
      return !isTaken
    }).map(source => this.#wantedOr(source))
  }

  /** Undefined where it was not added in the console. */
  find(organisation: string, name: string): ConsoleSource | undefined {
    return this.#kept.get(keyOf({ organisation, name }))
  }

  /** Tries a source without taking anything; one that is there goes on meanwhile, and the addresses it has are not tried. @throws ApiError `unprocessable` */
  async trial(asked: AskedSource): Promise<ReceivingTrial> {
    const before = this.find(asked.organisation, String(asked.entry['name']))
    const entry = withKeptSecrets(asked.entry, asked.keep, before?.entry)
    readSourceEntry(entry, this.#parts.folders)
    return tryReceiving(this.#wanted(asked.organisation, parseSourceEntry(withoutHeldAddresses(entry, before?.entry))))
  }

  /** Takes a new source into use. @throws ApiError `unprocessable` when it is wrong or cannot receive; `conflict` when its name is taken */
  async add(sources: SourceCollection, asked: AskedSource): Promise<void> {
    const configuration = readSourceEntry(asked.entry, this.#parts.folders)
    await this.#turns.take(async () => {
      if (sources.list(asked.organisation).some(({ name }) => name === configuration.name)) throw new ApiError('conflict', { problem: `there is a source ${configuration.name}`, field: 'name' })
      await this.#take(sources, asked, asked.entry, configuration)
    })
  }

  /** Puts another configuration into use. @throws ApiError `not-found`, `unprocessable`: then the one before is at work again */
  async change(sources: SourceCollection, name: string, asked: AskedSource): Promise<void> {
    await this.#turns.take(async () => {
      const before = this.find(asked.organisation, name)
      if (before === undefined) throw new ApiError('not-found')
      const entry = withKeptSecrets({ ...asked.entry, name }, asked.keep, before.entry)
      await this.#take(sources, asked, entry, readSourceEntry(entry, this.#parts.folders))
    })
  }

  /** Takes nothing more for it; what it sent stays. @throws ApiError `not-found` */
  async remove(sources: SourceCollection, { organisation, name, person }: Pick<ConsoleSource, 'organisation' | 'name' | 'person'>): Promise<void> {
    await this.#turns.take(async () => {
      if (this.find(organisation, name) === undefined) throw new ApiError('not-found')
      await forgetConsoleSource(this.#parts.pool, { organisation, name, person })
      this.#kept.delete(keyOf({ organisation, name }))
      await sources.remove({ organisation, name })
    })
  }

  async #take(sources: SourceCollection, { organisation, person, language }: AskedSource, entry: SourceEntry, configuration: SourceConfiguration): Promise<void> {
    const { name } = configuration
    const before = this.find(organisation, name)
    await sources.put(this.#wanted(organisation, configuration)).catch((cause: unknown) => {
      throw new ApiError('unprocessable', { problem: cannotReceive(messageOf(cause), language) }, { cause })
    })
    try {
      await keepConsoleSource(this.#parts.pool, { organisation, name, entry, person })
    } catch (cause) {
      // Neither half of it holds.
      await (before === undefined ? sources.remove({ organisation, name }) : sources.put(this.#wantedOr(before)))
      throw cause
    }
    this.#kept.set(keyOf({ organisation, name }), { organisation, name, entry, person, changedAt: new Date() })
  }

  #wanted(organisation: string, configuration: SourceConfiguration): WantedSource {
    const [wanted] = this.#parts.wanted([{ ...configuration, organisation }])
    if (wanted === undefined) throw new ApiError('unprocessable', { problem: 'nothing receives for sources of this kind', field: 'kind' })
    return wanted
  }

  #wantedOr({ organisation, name, entry }: ConsoleSource): WantedSource {
    try {
      return this.#wanted(organisation, readSourceEntry(entry, this.#parts.folders))
    } catch (cause) {
      const reason = `its configuration does not hold any more: ${messageOf(cause)}`
      return { kind: String(entry['kind']), source: { organisation, name, format: 'text' }, receive: () => Promise.reject(new Error(reason)) }
    }
  }
}

function keyOf({ organisation, name }: { readonly organisation: string; readonly name: string }): string {
  return `${organisation}/${name}`
}
