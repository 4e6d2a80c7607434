import { GROWTH_KEPT_HOSTS, GROWTH_PAST_BINS } from './defaults.ts'
import { TidalSeries } from './tidal-series.ts'

/** What is counted of the hosts that come to a port for the first time: all of them, and those that came back within 20 and within 5 minutes. */
export const SERIES = ['newcomers', 'steady', 'eager'] as const

/** A host that came to a port for the first time. */
export interface Newcomer {
  /** IPv4 as a number, IPv6 as text. */
  readonly address: number | string
  readonly time: number
  /** Whether no port of the space had seen it before. */
  readonly isUnknown: boolean
}

/** What came to one port, bin after bin, as far back as it is remembered. */
export class PortHistory {
  readonly series = [new TidalSeries(), new TidalSeries(), new TidalSeries()] as const
  /** Of the newcomers of a bin, those that came again. */
  readonly returned = new Uint16Array(GROWTH_PAST_BINS)
  /** Hosts, new or not. */
  readonly hosts = new Uint16Array(GROWTH_PAST_BINS)
  readonly packets = new Uint32Array(GROWTH_PAST_BINS)
  /** Of each series the latest, oldest first. */
  readonly latest: readonly Newcomer[][] = SERIES.map(() => [])
  #bin: number

  constructor(bin: number) {
    this.#bin = bin
  }

  /** Empties the bins up to this one. */
  advance(bin: number): void {
    for (let next = Math.max(this.#bin + 1, bin - GROWTH_PAST_BINS + 1); next <= bin; next++) {
      const at = next % GROWTH_PAST_BINS
      this.returned[at] = 0
      this.hosts[at] = 0
      this.packets[at] = 0
      for (const each of this.series) each.clear(next)
    }
    this.#bin = Math.max(this.#bin, bin)
  }

  /** Whether the bin is still remembered. */
  holds(bin: number): boolean {
    return bin > this.#bin - GROWTH_PAST_BINS && bin <= this.#bin
  }

  /** @param series its place in {@link SERIES} */
  count(series: number, bin: number, newcomer: Newcomer): void {
    const latest = this.latest[series]
    if (latest === undefined) return
    this.series[series]?.count(bin)
    latest.push(newcomer)
    if (latest.length > 2 * GROWTH_KEPT_HOSTS) latest.splice(0, GROWTH_KEPT_HOSTS)
  }
}
