import { ChangeFinder } from '../change-finder.ts'
import { CHANGE_SAMPLE_US, CHANGE_THRESHOLD } from '../defaults.ts'
import { GROWTH_BIN_US, GROWTH_LEAST_HOSTS } from './defaults.ts'
import type { PortHistory } from './port-history.ts'
import { sumOfBins } from './tidal-series.ts'

const BINS = CHANGE_SAMPLE_US / GROWTH_BIN_US

/**
 * The published baseline on the same counts: ChangeFinder on packets and on hosts of ten minutes, port by port. To do it no wrong, a port's series begins with
 * the capture, not with its first packet: what came before are zeros.
 */
export class BaselineChanges {
  readonly #finders = new Map<number, readonly [ChangeFinder, ChangeFinder]>()
  /** The times at which each port is told, with the score. */
  readonly changes = new Map<number, { readonly at: number, readonly score: number }[]>()
  #samples = 0

  /** Ends the sample when the bins before `end` fill one. Bins of five minutes: a host in both counts once for each. */
  judge(end: number, firstBin: number, ports: ReadonlyMap<number, PortHistory>): void {
    if ((end - firstBin) % BINS !== 0) return
    for (const [port, history] of ports) {
      const packets = sumOfBins(history.packets, end, BINS)
      const hosts = sumOfBins(history.hosts, end, BINS)
      const finders = this.#finders.get(port) ?? this.#begin(port, hosts)
      if (finders === null) continue
      const score = Math.max(finders[0].score(packets) ?? -Infinity, finders[1].score(hosts) ?? -Infinity)
      if (score <= CHANGE_THRESHOLD) continue
      const list = this.changes.get(port) ?? []
      if (list.length === 0) this.changes.set(port, list)
      list.push({ at: end * GROWTH_BIN_US, score })
    }
    this.#samples++
  }

  #begin(port: number, hosts: number): readonly [ChangeFinder, ChangeFinder] | null {
    if (hosts < Math.min(2, GROWTH_LEAST_HOSTS)) return null
    const finders = [new ChangeFinder(), new ChangeFinder()] as const
    for (let sample = 0; sample < this.#samples; sample++) for (const finder of finders) finder.score(0)
    this.#finders.set(port, finders)
    return finders
  }
}
