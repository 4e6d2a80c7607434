import { DAY_US } from '../../../model/time.ts'
import { PacketBatch } from '../../packet/packet-batch.ts'
import type { DayOptions } from './day-counter.ts'
import { DayCounter } from './day-counter.ts'
import { MAX_DAYS } from './defaults.ts'
import type { Figures } from './figures-schema.ts'
import { lastingCampaigns } from './lasting-campaigns.ts'

/** Figures by day (UTC), from packets in the order of time: a packet that is late by a day or more counts for the day that is open. */
export class DailyFigures {
  readonly #options: DayOptions
  readonly #days: Figures['days'] = []
  readonly #rest = new PacketBatch()
  #counter: DayCounter | null = null
  #day = -1

  constructor(options: DayOptions) {
    this.#options = options
  }

  /** Takes a batch as the reader framed it. */
  accept(batch: PacketBatch): void {
    const { count } = batch
    let from = 0
    for (let row = 0; row < count; row++) {
      const day = Math.floor(batch.time[row]! / DAY_US)
      if (!(day > this.#day)) continue
      // What comes without a time before the first day counts for it.
      if (this.#counter !== null) {
        this.#take(batch, from, row)
        from = row
      }
      this.#open(day)
    }
    if (this.#counter === null) this.#open(0)
    this.#take(batch, from, count)
  }

  /** Of all days that had packets; ends the last. */
  figures(): Figures {
    this.#close()
    return { days: this.#days, campaigns: lastingCampaigns(this.#days), attributions: this.#options.geo.attributions.map(each => ({ ...each })) }
  }

  /** Those rows alone, framed as they were. */
  #take(batch: PacketBatch, from: number, to: number): void {
    if (to === from) return
    if (from === 0 && to === batch.count) return this.#counter?.accept(batch)
    const rest = this.#rest
    rest.bytes = batch.bytes
    rest.count = 0
    for (let row = from; row < to; row++) rest.add(batch.time[row]!, batch.start[row]!, batch.capturedLength[row]!, batch.wireLength[row]!, batch.linkType[row]!)
    this.#counter?.accept(rest)
  }

  #open(day: number): void {
    this.#close()
    this.#day = day
    this.#counter = new DayCounter(day, this.#options)
  }

  #close(): void {
    if (this.#counter !== null && this.#days.length < MAX_DAYS) this.#days.push(this.#counter.figures())
    this.#counter = null
  }
}
