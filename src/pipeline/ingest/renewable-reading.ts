import type { ReadingOptions } from './ingest-evidence.ts'

/** What evidence is read with, by one state of the rules: their version, their stages, and workers that loaded them. */
export interface OpenedReading {
  readonly reading: ReadingOptions
  close(): Promise<void>
}

/**
 * Reading whose rules may change while the program runs. Whoever reads copies {@link reading} when they begin, and so has one state of the
 * rules to the end: change it only while nobody reads.
 */
export class RenewableReading {
  readonly reading: ReadingOptions
  readonly #open: () => OpenedReading
  #current: OpenedReading

  constructor(open: () => OpenedReading) {
    this.#open = open
    this.#current = open()
    this.reading = readingOf(() => this.#current.reading)
  }

  /** Takes the rules as they are now. What is stored keeps what was said of it, until it is read anew. */
  async renew(): Promise<void> {
    const before = this.#current
    this.#current = this.#open()
    await before.close()
  }

  async close(): Promise<void> {
    await this.#current.close()
  }
}

/** The same reading, told elsewhere how far it is; still renewed with it. */
export function toldTo(reading: ReadingOptions, told: Pick<ReadingOptions, 'onProgress' | 'onRoom'>): ReadingOptions {
  return readingOf(() => ({ ...reading, ...told }))
}

/** Asks for each part when it is used or copied. */
function readingOf(current: () => ReadingOptions): ReadingOptions {
  return {
    get decoders() { return current().decoders },
    get version() { return current().version },
    get stages() { return current().stages },
    get archives() { return current().archives },
    get workers() { return current().workers },
    get run() { return current().run },
    get onProgress() { return current().onProgress },
    get onRoom() { return current().onRoom },
  }
}
