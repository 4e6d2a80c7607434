import { unwatchFile, watchFile } from 'node:fs'
import type { Log } from '../../../platform/log.ts'
import { messageOf } from '../../../platform/noroshi-error.ts'
import { EXCEPTIONS_LOOK_MS } from '../defaults.ts'
import { countInExceptionFile, holdsAt, readExceptionFile } from './exception-file.ts'
import type { Exceptions } from './exceptions.ts'

/** The exceptions of a file, at hand for the gateway; commands that change it are seen within {@link EXCEPTIONS_LOOK_MS}. */
export class FileExceptions implements Exceptions {
  readonly #path: string
  readonly #log: Log
  readonly #timer: NodeJS.Timeout
  #open: ReadonlyMap<string, { readonly id: string; readonly until: number }>
  #uses = new Map<string, number>()

  /** @throws NoroshiError `data-unusable` */
  constructor(path: string, log: Log) {
    this.#path = path
    this.#log = log
    this.#open = openIn(path)
    watchFile(path, { interval: EXCEPTIONS_LOOK_MS, persistent: false }, this.#look)
    this.#timer = setInterval(() => this.#count(), EXCEPTIONS_LOOK_MS).unref()
  }

  find(mark: string): string | null {
    const found = this.#open.get(mark)
    return found === undefined || found.until <= Date.now() ? null : found.id
  }

  used(id: string): void {
    this.#uses.set(id, (this.#uses.get(id) ?? 0) + 1)
  }

  close(): void {
    unwatchFile(this.#path, this.#look)
    clearInterval(this.#timer)
    this.#count()
  }

  readonly #look = (): void => {
    try {
      this.#open = openIn(this.#path)
    } catch (cause) {
      // What cannot be read lifts nothing.
      this.#open = new Map()
      this.#log('error', 'exceptions of the gateway not read', { cause: messageOf(cause) })
    }
  }

  #count(): void {
    if (this.#uses.size === 0) return
    const uses = this.#uses
    this.#uses = new Map()
    try {
      countInExceptionFile(this.#path, uses)
    } catch (cause) {
      this.#log('warn', 'uses of exceptions not counted', { cause: messageOf(cause) })
    }
  }
}

function openIn(path: string): ReadonlyMap<string, { readonly id: string; readonly until: number }> {
  const now = Date.now()
  return new Map(readExceptionFile(path).filter(each => holdsAt(each, now)).map(({ mark, id, expiresAt }) => [mark, { id, until: expiresAt.getTime() }]))
}
