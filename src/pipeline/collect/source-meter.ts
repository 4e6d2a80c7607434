import { RATE_SECONDS, SAMPLES_KEPT } from './defaults.ts'

/** Something that could not be taken as it came, as shown to people. */
export interface TroubleSample {
  /** Microseconds. */
  readonly time: number
  readonly reason: string
}

/** What one source did since this process takes from it. */
export interface SourceFigures {
  readonly records: number
  readonly bytes: number
  /** Records a second over the last {@link RATE_SECONDS} seconds. */
  readonly rate: number
  /** Microseconds; null when nothing came yet. */
  readonly lastRecord: number | null
  /** Records that could not wait and were lost, here and in the kernel. */
  readonly dropped: number
  /** Frames, requests and records that were not as their protocol says. */
  readonly malformed: number
  readonly samples: readonly TroubleSample[]
  /** Open now. */
  readonly connections: number
}

/** Counts for one source; constant in memory. */
export class SourceMeter {
  readonly #now: () => number
  readonly #seconds = new Float64Array(RATE_SECONDS + 1)
  readonly #started: number
  readonly #samples: TroubleSample[] = []
  #second: number
  #records = 0
  #bytes = 0
  #lastRecord: number | null = null
  #dropped = 0
  #malformed = 0
  /** Set by who holds them. */
  connections = 0

  /** @param now milliseconds */
  constructor(now: () => number = Date.now) {
    this.#now = now
    this.#started = now()
    this.#second = Math.floor(this.#started / 1_000)
  }

  /** @param received microseconds */
  took(records: number, bytes: number, received: number): void {
    this.#forward()
    this.#records += records
    this.#bytes += bytes
    this.#lastRecord = received
    this.#seconds[this.#second % this.#seconds.length]! += records
  }

  drop(records: number): void {
    this.#dropped += records
  }

  /** One frame, request or record that was not as its protocol says. */
  refuse(reason: string): void {
    this.#malformed++
    this.#samples.push({ time: this.#now() * 1_000, reason })
    if (this.#samples.length > SAMPLES_KEPT) this.#samples.shift()
  }

  figures(): SourceFigures {
    this.#forward()
    const current = this.#second % this.#seconds.length
    const whole = this.#seconds.reduce((sum, count, second) => (second === current ? sum : sum + count), 0)
    const span = Math.min(RATE_SECONDS, Math.max(1, (this.#now() - this.#started) / 1_000))
    return {
      records: this.#records,
      bytes: this.#bytes,
      rate: whole / span,
      lastRecord: this.#lastRecord,
      dropped: this.#dropped,
      malformed: this.#malformed,
      samples: [...this.#samples],
      connections: this.connections,
    }
  }

  /** Empties the seconds that went by. */
  #forward(): void {
    const second = Math.floor(this.#now() / 1_000)
    const passed = Math.min(Math.max(0, second - this.#second), this.#seconds.length)
    for (let step = 1; step <= passed; step++) this.#seconds[(this.#second + step) % this.#seconds.length] = 0
    // A clock that is set back counts on in the same second.
    if (passed > 0) {
      if (passed === this.#seconds.length) this.#seconds.fill(0)
      this.#second = second
    }
  }
}
