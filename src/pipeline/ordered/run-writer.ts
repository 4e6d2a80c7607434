import { randomUUID } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { compareEvents } from '../../model/event-order.ts'
import type { OrderedEvent } from '../../model/ordered-stage.ts'
import { RUN_EVENTS } from './defaults.ts'

/** Writes events for ordered stages into sorted files, one JSON object a line, so that memory does not grow with matches. */
export class RunWriter {
  readonly #folder: string
  readonly #files: string[] = []
  #events: OrderedEvent[] = []

  constructor(folder: string) {
    this.#folder = folder
  }

  add(event: OrderedEvent): void {
    this.#events.push(event)
    if (this.#events.length >= RUN_EVENTS) this.#flush()
  }

  /** The files written: only those that are named count, since who dies while writing leaves others. */
  finish(): readonly string[] {
    this.#flush()
    return this.#files
  }

  #flush(): void {
    if (this.#events.length === 0) return
    const file = join(this.#folder, `${randomUUID()}.run`)
    writeRun(file, this.#events.sort(compareEvents))
    this.#files.push(file)
    this.#events = []
  }
}

/** Events a line of text is made of at a time. */
const LINES = 256

export function writeRun(file: string, events: readonly OrderedEvent[]): void {
  for (let from = 0; from < events.length; from += LINES) {
    appendFileSync(file, events.slice(from, from + LINES).map(event => `${JSON.stringify(event)}\n`).join(''))
  }
}
