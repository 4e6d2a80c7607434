import type { ClockReading } from './clock-sampler.ts'
import { CLOCK_HOSTS, CLOCK_HOSTS_OF_SOURCE, CLOCK_SAMPLES, CLOCK_SAMPLES_OF_HOST, CLOCK_WINDOW_US } from './defaults.ts'
import type { ClockJudgement } from './judge-clock.ts'
import { judgeClock } from './judge-clock.ts'

/** A clock as far as it is known. */
export interface KnownClock extends ClockJudgement {
  readonly samples: number
  /** Most of its times did not say their zone, and were taken for UTC. */
  readonly zoneAssumed: boolean
}

/** The clocks of one source: of all it sends, and of each host by itself. */
export interface ClocksOfSource extends KnownClock {
  readonly hosts: readonly (KnownClock & { readonly host: string })[]
}

/** What records say of the clocks of those who send them, of each source and each host. Bounded in memory: the last samples of each, and the hosts heard of last. */
export class SourceClocks {
  readonly #sources = new Map<string, { readonly all: Samples; readonly hosts: Map<string, Samples> }>()
  #hosts = 0

  note(organisation: string, readings: readonly ClockReading[]): void {
    for (const reading of readings) {
      const key = keyOf(organisation, reading.source)
      let source = this.#sources.get(key)
      if (source === undefined) this.#sources.set(key, source = { all: new Samples(CLOCK_SAMPLES), hosts: new Map() })
      source.all.add(reading)
      if (reading.host !== null) this.#noteHost(source.hosts, reading.host, reading)
    }
  }

  /** Null where nothing was heard yet. */
  of(organisation: string, name: string): ClocksOfSource | null {
    const source = this.#sources.get(keyOf(organisation, name))
    return source === undefined ? null : { ...source.all.known(), hosts: [...source.hosts].map(([host, samples]) => ({ host, ...samples.known() })) }
  }

  #noteHost(hosts: Map<string, Samples>, host: string, reading: ClockReading): void {
    const samples = hosts.get(host) ?? new Samples(CLOCK_SAMPLES_OF_HOST)
    samples.add(reading)
    // Behind the others: that of which nothing was heard for longest goes first.
    if (!hosts.delete(host)) this.#hosts++
    hosts.set(host, samples)
    if (hosts.size > CLOCK_HOSTS_OF_SOURCE) this.#dropFirst(hosts)
    if (this.#hosts > CLOCK_HOSTS) this.#dropFirst([...this.#sources.values()].map(each => each.hosts).reduce((most, each) => (each.size > most.size ? each : most)))
  }

  #dropFirst(hosts: Map<string, Samples>): void {
    hosts.delete(hosts.keys().next().value!)
    this.#hosts--
  }
}

/** The last samples, round and round. */
class Samples {
  readonly #received: number[] = []
  readonly #delays: number[] = []
  readonly #most: number
  #next = 0
  #zoneAssumed = false

  constructor(most: number) {
    this.#most = most
  }

  add({ received, delays, zoneAssumed }: ClockReading): void {
    // Spread over what came, where it is more than there is room for.
    const step = Math.max(1, Math.ceil(delays.length * SHARE_OF_READING / this.#most))
    for (let at = 0; at < delays.length; at += step) {
      this.#received[this.#next] = received[at]!
      this.#delays[this.#next] = delays[at]!
      this.#next = (this.#next + 1) % this.#most
    }
    this.#zoneAssumed = zoneAssumed * 2 > delays.length
  }

  known(): KnownClock {
    const newest = this.#received.reduce((most, each) => Math.max(most, each), 0)
    const delays = this.#delays.filter((_, index) => newest - this.#received[index]! <= CLOCK_WINDOW_US)
    return { ...judgeClock(delays), samples: delays.length, zoneAssumed: this.#zoneAssumed }
  }
}

/** A reading takes at most one part in so many of the samples: one segment does not decide by itself. */
const SHARE_OF_READING = 4

function keyOf(organisation: string, source: string): string {
  return `${organisation}/${source}`
}
