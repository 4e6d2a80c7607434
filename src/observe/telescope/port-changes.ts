import { ChangeFinder } from './change-finder.ts'
import { changeOf } from './count-changes.ts'
import { CHANGE_LEAST_PACKETS, CHANGE_SAMPLE_US, LISTED_CHANGES } from './defaults.ts'

export interface PortChange {
  readonly port: number
  /** The start of the sample. */
  readonly at: number
  readonly score: number
  readonly on: readonly ('packets' | 'hosts')[]
}

const PORTS = 65_536

/** Samples of silence after which the clock has jumped and is not filled with zeros: a month. */
const LONGEST_GAP = 4_464

/**
 * Packets and hosts by destination port in samples of ten minutes, each port's two series given to ChangeFinder. A port's series begins with
 * the first sample that has enough packets. Who counts says whether a host is new in the sample.
 */
export class PortChanges {
  /** Of this sample, by port: who sees a probe adds it. */
  readonly packets = new Uint32Array(PORTS)
  readonly #hosts = new Uint32Array(PORTS)
  readonly #finders = new Map<number, readonly [ChangeFinder, ChangeFinder]>()
  #found: PortChange[] = []
  #sample = -1

  /** The number of the sample that is counted now. */
  get sample(): number {
    return this.#sample
  }

  /** Where it ends: microseconds since the epoch; 0 before the first. */
  get sampleEnd(): number {
    return (this.#sample + 1) * CHANGE_SAMPLE_US
  }

  /** Ends the sample, and those up to the one the time lies in. */
  advance(time: number): void {
    const next = Math.floor(time / CHANGE_SAMPLE_US)
    if (this.#sample >= 0) {
      this.#judge()
      const gap = next - this.#sample - 1
      for (let empty = 0; empty < gap && gap <= LONGEST_GAP; empty++) {
        this.#sample++
        this.#judge()
      }
    }
    this.#sample = next
  }

  /** A host that is new for the port in this sample. */
  countHost(port: number): void {
    this.#hosts[port]!++
  }

  /** By time, then port. The last sample, which may be cut, is not judged. */
  changes(): readonly PortChange[] {
    return this.#found
  }

  /** Makes room for new changes. @param time microseconds since the epoch */
  forgetBefore(time: number): void {
    this.#found = this.#found.filter(({ at }) => at >= time)
  }

  #judge(): void {
    const { packets } = this
    for (let port = 0; port < PORTS; port++) {
      if (packets[port]! >= CHANGE_LEAST_PACKETS && !this.#finders.has(port)) this.#finders.set(port, [new ChangeFinder(), new ChangeFinder()])
    }
    for (const [port, [onPackets, onHosts]] of this.#finders) {
      const change = changeOf(onPackets.score(packets[port]!), onHosts.score(this.#hosts[port]!))
      if (change !== null && this.#found.length < LISTED_CHANGES) this.#found.push({ port, at: this.#sample * CHANGE_SAMPLE_US, ...change })
    }
    packets.fill(0)
    this.#hosts.fill(0)
  }
}
