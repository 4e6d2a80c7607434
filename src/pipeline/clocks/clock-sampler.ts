import type { EventBatch } from '../../model/event-batch.ts'
import { EVENT_FLAGS } from '../../model/event-batch.ts'
import type { Fields } from '../../model/value.ts'
import { CLOCK_SAMPLES_OF_CHUNK, HOST_CHARACTERS } from './defaults.ts'

/** What some records of one host say of the time, beside when they came. Plain data, so that it can cross from a worker. */
export interface ClockReading {
  readonly source: string
  /** As the records name it, else the address they came from; null where neither is known. */
  readonly host: string | null
  /** Microseconds: when each came, and how much later that was than its own time; less than 0 where that lies in the future. */
  readonly received: readonly number[]
  readonly delays: readonly number[]
  /** How many of them did not say their zone, and were taken for UTC. */
  readonly zoneAssumed: number
}

/**
 * Looks at the times of some records of what was received live: every one at first, and every second, fourth, eighth as there are more, so that those
 * looked at are spread over all. A comparison for each row that is passed over.
 */
export class ClockSampler {
  #samples: Sample[] = []
  #stride = 1
  /** Rows until the next one that is looked at. */
  #until = 0

  add({ arrival, count, time, flags, fields }: EventBatch): void {
    if (arrival === undefined) return
    const { source, received } = arrival
    let row = this.#until
    for (let stride = this.#stride; row < count; row += stride) {
      const delay = received[row]! - time[row]!
      // That of the sample that thinning takes away: the next one then is where it would be had it always been so.
      stride = this.#stride
      if (Number.isNaN(delay)) continue
      const zoneAssumed = (flags[row]! & EVENT_FLAGS.zoneAssumed) !== 0
      this.#samples.push({ source, host: hostOf(fields[row]!), received: received[row]!, delay, zoneAssumed })
      if (this.#samples.length === CLOCK_SAMPLES_OF_CHUNK) this.#thin()
    }
    this.#until = row - count
  }

  take(): ClockReading[] {
    const groups = Map.groupBy(this.#samples, ({ source, host }) => `${source}\0${host ?? ''}`)
    this.#samples = []
    return [...groups.values()].map(group => ({
      source: group[0]!.source,
      host: group[0]!.host,
      received: group.map(({ received }) => received),
      delays: group.map(({ delay }) => delay),
      zoneAssumed: group.filter(({ zoneAssumed }) => zoneAssumed).length,
    }))
  }

  #thin(): void {
    this.#samples = this.#samples.filter((_, index) => index % 2 === 0)
    this.#stride *= 2
  }
}

interface Sample {
  readonly source: string
  readonly host: string | null
  readonly received: number
  readonly delay: number
  readonly zoneAssumed: boolean
}

/** Where sources name the machine whose clock wrote the time: syslog, Beats and ECS, Windows; behind a relay it is another than the sender. */
const HOST_FIELDS = ['hostname', 'host', 'host.name', 'Computer', 'computer_name', 'sender_ip'] as const

function hostOf(fields: Fields): string | null {
  for (const name of HOST_FIELDS) {
    const value = fields[name]
    if (typeof value === 'string' && value !== '') return value.slice(0, HOST_CHARACTERS)
    const inner = name === 'host' && typeof value === 'object' && value !== null && 'name' in value ? value['name'] : undefined
    if (typeof inner === 'string' && inner !== '') return inner.slice(0, HOST_CHARACTERS)
  }
  return null
}
