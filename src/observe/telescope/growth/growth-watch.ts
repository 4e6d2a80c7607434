import type { PacketBatch } from '../../packet/packet-batch.ts'
import { formatAddress } from '../../packet/format-address.ts'
import { isProbe, kindOf } from '../kinds.ts'
import type { PrefixTable } from '../prefix-table.ts'
import { ActivityRing } from './activity-ring.ts'
import { BaselineChanges } from './baseline-changes.ts'
import {
  GROWTH_BIN_US, GROWTH_EAGER_BINS, GROWTH_LEAST_SCORE, GROWTH_LEAST_SPREAD_HOSTS, GROWTH_MOST_ALERTS, GROWTH_MOST_PORTS, GROWTH_MOST_SIGHTS, GROWTH_NEW_BINS, GROWTH_PAST_BINS, GROWTH_SILENCE_US,
  GROWTH_STEADY_BINS, SYNCHRONY_LEAST_SCORE,
} from './defaults.ts'
import type { GrowthSigns } from './judge-port.ts'
import { judgePort } from './judge-port.ts'
import type { LogisticCurve } from './logistic-curve.ts'
import { fitLogistic } from './logistic-curve.ts'
import type { Newcomer } from './port-history.ts'
import { PortHistory, SERIES } from './port-history.ts'
import { silentPrior } from './silent-prior.ts'
import { SightTable } from './sight-table.ts'
import type { Synchrony } from './synchrony.ts'
import { actsAsOne, synchronyOf } from './synchrony.ts'

/** A port to which more and more hosts come. */
export interface GrowthAlert extends GrowthSigns {
  readonly port: number
  /** When it was told: the end of a bin. */
  readonly at: number
  /** The last judgement that told it. */
  lastAt: number
  /** The latest of the hosts, oldest first. */
  readonly members: readonly Newcomer[]
  readonly curve: LogisticCurve
  /** How far the hosts act together; null when they are too few to tell. */
  readonly synchrony: Synchrony | null
}

export interface GrowthOptions {
  /** The watched unused space; null: every destination is watched. */
  readonly space?: PrefixTable | null
  /** Told of every judgement of a port that has newcomers: for tuning. */
  readonly onJudged?: (port: number, at: number, signs: GrowthSigns) => void
}

/**
 * Sees a botnet grow before its volume shows: counts, port by port, the hosts that come for the first time, and compares them every five
 * minutes with the port's own past. Takes decoded packets in the order of time.
 */
export class GrowthWatch {
  /** Packets of the batches, whatever they are. */
  packets = 0
  from = Infinity
  to = -Infinity
  readonly baseline = new BaselineChanges()
  readonly alerts: GrowthAlert[] = []
  readonly #space: PrefixTable | null
  readonly #options: GrowthOptions
  readonly #hosts = new SightTable(GROWTH_MOST_SIGHTS)
  readonly #pairs = new SightTable(GROWTH_MOST_SIGHTS)
  readonly #ports = new Map<number, PortHistory>()
  readonly #open = new Map<number, GrowthAlert>()
  readonly #seed = [Math.floor(Math.random() * 2 ** 32), Math.floor(Math.random() * 2 ** 32)] as const
  /** Of each series, all ports together, bin by bin. */
  readonly #tides = SERIES.map(() => new Uint32Array(GROWTH_PAST_BINS))
  readonly #ring = new ActivityRing()
  #taken = 0
  #firstBin = -1
  #bin = -1

  constructor(options: GrowthOptions = {}) {
    this.#options = options
    this.#space = options.space ?? null
  }

  /** The alerts since the last call. */
  takeNew(): GrowthAlert[] {
    const from = this.#taken
    this.#taken = this.alerts.length
    return this.alerts.slice(from)
  }

  /** Packets of hosts for which there was no room. */
  get forgotten(): number {
    return this.#hosts.forgotten + this.#pairs.forgotten
  }

  /** Takes a batch whose headers are decoded. */
  accept(batch: PacketBatch): void {
    this.packets += batch.count
    for (let row = 0; row < batch.count; row++) {
      const version = batch.version[row]
      if (version === 0 || !this.#isWatched(batch, row) || !isProbe(kindOf(batch, row))) continue
      const time = batch.time[row]!
      // A packet without a time belongs to the bin that is counted.
      if (time >= (this.#bin + 1) * GROWTH_BIN_US) this.#advance(Math.floor(time / GROWTH_BIN_US))
      this.from = Math.min(this.from, Number.isNaN(time) ? this.from : time)
      if (time > this.to) this.to = time
      if (this.#bin >= 0) this.#count(batch, row)
    }
  }

  #isWatched(batch: PacketBatch, row: number): boolean {
    if (this.#space === null) return true
    return (batch.version[row] === 4 ? this.#space.find4(batch.destination[row]!) : this.#space.find6(batch.destination6, 4 * row)) >= 0
  }

  #count(batch: PacketBatch, row: number): void {
    const port = batch.destinationPort[row]!
    const bin = this.#bin
    const isWide = batch.version[row] === 6
    let low = this.#seed[0]
    let high = this.#seed[1]
    for (let word = 0; word < (isWide ? 4 : 1); word++) {
      const value = isWide ? batch.source6[4 * row + word]! : batch.source[row]!
      low = mix(low ^ value, 0x9e3779b1)
      high = mix(high ^ value, 0x85ebca77)
    }
    const host = this.#hosts.slot(low >>> 0, high >>> 0, bin)
    const pair = host < 0 ? -1 : this.#pairs.slot(mix(low ^ port, 0xc2b2ae35) >>> 0, mix(high + port, 0x27d4eb2f) >>> 0, bin)
    if (pair < 0) return
    const { count } = this.#pairs
    const isNew = count[pair] === 0
    if (isNew && this.#hosts.count[host]! < 65_535) this.#hosts.count[host]!++
    this.#hosts.last[host] = bin
    if (this.#hosts.count[host]! > GROWTH_MOST_PORTS) {
      count[pair] = Math.max(1, count[pair]!)
      return
    }
    const history = this.#historyOf(port)
    const at = bin % GROWTH_PAST_BINS
    history.packets[at]!++
    if (isNew || this.#pairs.last[pair] !== bin) history.hosts[at]!++
    this.#pairs.last[pair] = bin
    const isSecond = count[pair] === 1
    if (bin - this.#pairs.first[pair]! < GROWTH_NEW_BINS) this.#ring.add(low >>> 0, port, bin)
    if (isNew || isSecond) {
      const address = isWide ? formatAddress(batch.source6.subarray(4 * row, 4 * row + 4)) : batch.source[row]!
      const arrived = this.#pairs.first[pair]!
      const newcomer = { address, time: this.to, isUnknown: arrived === this.#hosts.first[host] }
      if (isNew) history.count(0, bin, newcomer)
      if (isSecond && history.holds(arrived)) history.returned[arrived % GROWTH_PAST_BINS]!++
      if (isSecond && bin - arrived <= GROWTH_STEADY_BINS) history.count(1, bin, newcomer)
      if (isSecond && bin - arrived <= GROWTH_EAGER_BINS) history.count(2, bin, newcomer)
    }
    if (count[pair]! < 65_535) count[pair]!++
  }

  #historyOf(port: number): PortHistory {
    let history = this.#ports.get(port)
    if (history === undefined) {
      history = new PortHistory(this.#bin)
      this.#ports.set(port, history)
    }
    return history
  }

  #advance(next: number): void {
    if (this.#bin < 0) this.#firstBin = next
    else {
      // A gap longer than all that is remembered is judged once.
      for (let end = this.#bin + 1; end <= Math.min(next, this.#bin + GROWTH_PAST_BINS); end++) this.#judge(end)
      for (const table of [this.#hosts, this.#pairs]) if (table.isFull) table.dropBefore(next - GROWTH_PAST_BINS / 4)
    }
    this.#bin = next
    for (const history of this.#ports.values()) history.advance(next)
  }

  /** Judges all ports on the bins before `end`. */
  #judge(end: number): void {
    const at = end * GROWTH_BIN_US
    for (const history of this.#ports.values()) history.advance(end - 1)
    for (const [index, tide] of this.#tides.entries()) {
      let sum = 0
      for (const { series } of this.#ports.values()) sum += series[index]?.endBin(end - 1) ?? 0
      tide[(end - 1) % GROWTH_PAST_BINS] = sum
    }
    const known = Math.min(end - this.#firstBin, GROWTH_PAST_BINS)
    const silent = SERIES.map((_, index) => silentPrior(this.#totals(index), known))
    this.baseline.judge(end, this.#firstBin, this.#ports)
    for (const [port, history] of this.#ports) {
      const signs = judgePort(history, this.#tides, silent, this.#firstBin, end)
      if (signs === null) continue
      const open = this.#open.get(port)
      const isOpen = open !== undefined && at - open.lastAt < GROWTH_SILENCE_US
      if (isOpen && signs.score >= SYNCHRONY_LEAST_SCORE) open.lastAt = at
      const synchrony = isOpen || signs.score < SYNCHRONY_LEAST_SCORE || signs.hosts < GROWTH_LEAST_SPREAD_HOSTS ? null : synchronyOf(this.#ring.tensor(port, end))
      this.#options.onJudged?.(port, at, signs)
      if (!isOpen && (signs.score >= GROWTH_LEAST_SCORE || (synchrony !== null && actsAsOne(synchrony)))) this.#tell(port, at, signs, history, synchrony)
    }
  }

  /** Of one series, all newcomers of each port. */
  *#totals(index: number): Generator<number> {
    for (const { series } of this.#ports.values()) yield series[index]?.total ?? 0
  }

  #tell(port: number, at: number, signs: GrowthSigns, history: PortHistory, synchrony: Synchrony | null): void {
    if (this.alerts.length === GROWTH_MOST_ALERTS) return
    const series = SERIES.indexOf(signs.on)
    const from = at - signs.window * GROWTH_BIN_US
    const members = (history.latest[series] ?? []).filter(({ time }) => time >= from)
    const end = at / GROWTH_BIN_US
    const counts = Array.from({ length: signs.window }, (_, index) => history.series[series]?.counts[(end - signs.window + index) % GROWTH_PAST_BINS] ?? 0)
    const alert = { ...signs, port, at, lastAt: at, members, synchrony, curve: fitLogistic(counts, signs.expected / signs.window) }
    this.#open.set(port, alert)
    this.alerts.push(alert)
  }
}

function mix(value: number, factor: number): number {
  let hash = Math.imul(value ^ (value >>> 16), factor)
  hash = Math.imul(hash ^ (hash >>> 13), 0x2c1b3c6d)
  return hash ^ (hash >>> 15)
}
