import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { Exceptions } from '../ai/gateway/exception/exceptions.ts'
import { EXCEPTIONS_LOOK_MS } from '../ai/gateway/defaults.ts'
import type { DataPaths } from '../platform/data-folder.ts'
import type { Log } from '../platform/log.ts'
import { messageOf } from '../platform/noroshi-error.ts'
import { linesOfServer } from './running-server.ts'

const openSchema = z.array(z.object({ mark: z.string(), id: z.string(), until: z.number() }))

/** The exceptions of the server that holds the data folder, while one runs, from another process; and those of the file beside it. */
export class ServedExceptions implements Exceptions {
  readonly #folder: DataPaths
  readonly #file: Exceptions
  readonly #log: Log
  readonly #timer: NodeJS.Timeout
  readonly #leaving = new AbortController()
  #open: ReadonlyMap<string, { readonly id: string; readonly until: number }> = new Map()
  #uses = new Map<string, number>()

  /** Waits for the first answer of a server that runs. */
  static async open(folder: DataPaths, file: Exceptions, log: Log): Promise<ServedExceptions> {
    const first = Promise.withResolvers<void>()
    const served = new ServedExceptions(folder, file, log, first.resolve)
    await Promise.race([first.promise, sleep(FIRST_MS, undefined, { ref: false })])
    return served
  }

  private constructor(folder: DataPaths, file: Exceptions, log: Log, onFirst: () => void) {
    this.#folder = folder
    this.#file = file
    this.#log = log
    this.#timer = setInterval(() => void this.#count(), EXCEPTIONS_LOOK_MS).unref()
    void this.#follow(onFirst)
  }

  find(mark: string): string | null {
    const found = this.#open.get(mark)
    return found === undefined || found.until <= Date.now() ? this.#file.find(mark) : found.id
  }

  used(id: string): void {
    if ([...this.#open.values()].some(each => each.id === id)) this.#uses.set(id, (this.#uses.get(id) ?? 0) + 1)
    else this.#file.used(id)
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    this.#leaving.abort()
    await this.#count()
  }

  /** Until it is closed: a server may come, go and come again. What is not known to hold lifts nothing. */
  async #follow(onFirst: () => void): Promise<void> {
    const { signal: gone } = this.#leaving
    while (!gone.aborted) {
      let exit: number | null = null
      try {
        exit = await linesOfServer('ai mcp-proxy exceptions', [{}], this.#folder, {
          gone,
          line: line => {
            this.#open = new Map(openSchema.parse(JSON.parse(line)).map(({ mark, ...rest }) => [mark, rest]))
            onFirst()
          },
        })
      } catch (cause) {
        this.#log('error', 'exceptions of the server not read', { cause: messageOf(cause) })
      }
      this.#open = new Map()
      onFirst()
      // A server that ended by itself what it should go on with does not know it.
      await sleep(exit === null ? EXCEPTIONS_LOOK_MS : UNKNOWN_MS, undefined, { signal: gone, ref: false }).catch(() => {})
    }
  }

  async #count(): Promise<void> {
    if (this.#uses.size === 0) return
    const uses = this.#uses
    this.#uses = new Map()
    const exit = await linesOfServer('ai mcp-proxy uses', [JSON.stringify(Object.fromEntries(uses)), {}], this.#folder, { line: () => {} }).catch(messageOf)
    if (exit !== 0) this.#log('warn', 'uses of exceptions not counted', { cause: exit ?? 'the server went away' })
  }
}

/** Milliseconds until a server that does not know what is asked is asked again. */
const UNKNOWN_MS = 60_000

/** Milliseconds that a running server has to say what is lifted, before the first message is judged without that. */
const FIRST_MS = 2_000
