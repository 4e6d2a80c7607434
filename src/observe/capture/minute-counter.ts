import { DAY_US, MINUTE_US } from '../../model/time.ts'
import { DistinctSketch } from '../../store/telescope/distinct-sketch.ts'
import type { MinuteCount } from '../../store/telescope/minute-count.ts'
import type { PacketBatch } from '../packet/packet-batch.ts'
import type { Geo } from '../telescope/geo/geo.ts'
import { isProbe, KIND, KINDS } from '../telescope/kinds.ts'
import { marksOf } from '../telescope/marks.ts'
import { AT, ROW_DOUBLES, ROW_WORDS } from '../telescope/source-table.ts'
import { SURVEY_LEAST_PACKETS } from '../telescope/survey/defaults.ts'
import { NO_KNOWLEDGE, SurveyScanners } from '../telescope/survey/survey-scanners.ts'
import type { Telescope } from '../telescope/telescope.ts'
import { MinuteGroups, type MinuteGroup } from './minute-groups.ts'

const PORTS = 65_536
/** Ports of TCP, then of UDP, then the one place for packets that look for none. */
const NO_PORT = 2 * PORTS
/** Places of survey scanners follow those of all others. */
const PORT_PLACES = NO_PORT
/** Of each source in this minute: packets, and the kind and port of its last packet. */
const WORDS = 2
const FIRST_ROWS = 4_096

/** Country and network, as texts; empty where they are not known. */
interface Whereabouts {
  readonly country: string
  readonly system: string
}

/**
 * Counts packets and distinct sources by minute: of all, by kind, by port, by what the sources send with, and by where they are. Per packet only sums and a
 * sketch are written, the latter not again for the source's same kind and port; what is known of a source is looked up once a minute. Memory: 12 bytes a
 * source, and the sketches of one minute.
 */
export class MinuteCounter {
  readonly #telescope: Telescope
  readonly #geo: Geo | null
  readonly #onMinute: (rows: MinuteCount[]) => void
  #ofSource = new Uint32Array(WORDS * FIRST_ROWS)
  /** Rows of the sources of this minute. */
  #seen = new Int32Array(FIRST_ROWS)
  #seenCount = 0
  readonly #kindPackets = new Uint32Array(2 * KINDS.length)
  readonly #kindSources: (DistinctSketch | undefined)[] = Array.from({ length: 2 * KINDS.length })
  readonly #portPackets = new Uint32Array(2 * PORT_PLACES)
  readonly #portSources = new Map<number, DistinctSketch>()
  #minute = -1
  readonly #allWhereabouts: Whereabouts[] = []
  /** From 1. */
  readonly #numberOf = new Map<string, number>()
  /** Of each source; 0: not looked up yet. */
  #whereaboutsOf = new Uint32Array(FIRST_ROWS)
  readonly #surveys: SurveyScanners
  /** 1 for each source that is known to survey the internet, once and for all. */
  #isSurvey = new Uint8Array(FIRST_ROWS)

  /** @param geo null where countries and networks are not wanted @param onMinute called with the counts of a minute when a later one begins, and by {@link end} */
  constructor(telescope: Telescope, geo: Geo | null, onMinute: (rows: MinuteCount[]) => void, surveys = new SurveyScanners(NO_KNOWLEDGE, null)) {
    this.#telescope = telescope
    this.#geo = geo
    this.#surveys = surveys
    this.#onMinute = onMinute
  }

  /** The batch that the telescope has accepted last. What is older than the minute counts in it. */
  accept(batch: PacketBatch): void {
    const { rows, kinds, sources } = this.#telescope
    const { time, source, source6, version, destinationPort, count } = batch
    this.#grow(sources.count)
    const ofSource = this.#ofSource
    let end = (this.#minute + 1) * MINUTE_US
    for (let packet = 0; packet < count; packet++) {
      const row = rows[packet]!
      if (row < 0) continue
      if (time[packet]! >= end) {
        this.end()
        this.#minute = Math.floor(time[packet]! / MINUTE_US)
        end = (this.#minute + 1) * MINUTE_US
      }
      const kind = kinds[packet]!
      const port = isProbe(kind) ? (kind === KIND['tcp-syn'] ? 0 : PORTS) + destinationPort[packet]! : NO_PORT
      const isSurvey = this.#isSurvey[row]!
      this.#kindPackets[isSurvey * KINDS.length + kind]!++
      if (port !== NO_PORT) this.#portPackets[isSurvey * PORT_PLACES + port]!++
      const key = (kind * (NO_PORT + 1) + port + 1) >>> 0
      if (ofSource[WORDS * row]!++ === 0) this.#see(row)
      else if (ofSource[WORDS * row + 1] === key) continue
      ofSource[WORDS * row + 1] = key
      const ofKind = this.#kindSketch(isSurvey * KINDS.length + kind)
      const ofPort = port === NO_PORT ? null : this.#portSketch(isSurvey * PORT_PLACES + port)
      if (version[packet] === 6) {
        ofKind.add6(source6, 4 * packet)
        ofPort?.add6(source6, 4 * packet)
      } else {
        ofKind.add4(source[packet]!)
        ofPort?.add4(source[packet]!)
      }
    }
  }

  /** Gives what was counted since the minute began, and begins anew. */
  end(): void {
    if (this.#seenCount === 0) return
    const minute = this.#minute * MINUTE_US
    const rows: MinuteCount[] = this.#ofSources(minute)
    this.#kindPackets.forEach((packets, place) => {
      if (packets === 0) return
      rows.push({ minute, dimension: 'kind', value: KINDS[place % KINDS.length]!, packets, sources: this.#kindSketch(place), isSurvey: place >= KINDS.length })
    })
    for (const [place, sources] of this.#portSources) {
      const port = place % PORT_PLACES
      const value = `${port % PORTS}/${port < PORTS ? 'tcp' : 'udp'}`
      rows.push({ minute, dimension: 'port', value, packets: this.#portPackets[place]!, sources, isSurvey: place >= PORT_PLACES })
      this.#portPackets[place] = 0
    }
    for (let place = 0; place < this.#seenCount; place++) this.#ofSource.fill(0, WORDS * this.#seen[place]!, WORDS * this.#seen[place]! + WORDS)
    this.#seenCount = 0
    this.#kindPackets.fill(0)
    this.#kindSources.fill(undefined)
    this.#portSources.clear()
    this.#onMinute(rows)
  }

  /** What is counted by a property of the source: all of them, its tools, its country, its network. */
  #ofSources(minute: number): MinuteCount[] {
    const groups = new MinuteGroups(minute)
    const { index, bytes, words } = this.#telescope.sources
    /** Country and network of whereabouts, found by their number: texts are looked up once a minute, not for each source. */
    const ofPlace: (readonly [MinuteGroup, MinuteGroup] | undefined)[] = []
    for (let seen = 0; seen < this.#seenCount; seen++) {
      const row = this.#seen[seen]!
      const packets = this.#ofSource[WORDS * row]!
      const address = index.address(row)
      const word = row * ROW_WORDS
      const isSurvey = this.#judge(row, address)
      add(groups.of('all', '', isSurvey), address, packets)
      // Of eight counts of marks nearly always none is set.
      if ((words[word + AT.byteMarks / 4]! | words[word + AT.byteMarks / 4 + 1]!) !== 0) {
        for (const mark of marksOf(bytes, word * 4 + AT.byteMarks, words[word + AT.wordPackets]!)) add(groups.of('fingerprint', mark, isSurvey), address, packets)
      }
      if (this.#geo === null) continue
      const place = this.#whereabouts(this.#geo, row, address)
      const { country, system } = this.#allWhereabouts[place - 1]!
      const [ofCountry, ofSystem] = (ofPlace[2 * place + Number(isSurvey)] ??= [groups.of('country', country, isSurvey), groups.of('asn', system, isSurvey)])
      add(ofCountry, address, packets)
      add(ofSystem, address, packets)
    }
    return groups.all()
  }

  /** Whether a source surveys the internet: what it has done in its life is taken for a day, or its part of one. */
  #judge(row: number, address: number | Uint32Array): boolean {
    if (this.#isSurvey[row] === 1) return true
    const { sources } = this.#telescope
    const packets = sources.words[row * ROW_WORDS + AT.wordPackets]!
    if (!this.#surveys.knowsSome && packets < SURVEY_LEAST_PACKETS) return false
    const first = sources.doubles[row * ROW_DOUBLES + AT.doubleFirst]!
    const days = (this.#telescope.to - first) / DAY_US
    const sign = this.#surveys.sign({ address, text: sources.index.text(row), packets: packets / Math.max(1, days), ports: sources.portsOf(row).length }, days)
    if (sign !== null) this.#isSurvey[row] = 1
    return sign !== null
  }

  /** The number of where a source is; looked up once for each. */
  #whereabouts(geo: Geo, row: number, address: number | Uint32Array): number {
    if (row >= this.#whereaboutsOf.length) {
      const longer = new Uint32Array(this.#ofSource.length / WORDS)
      longer.set(this.#whereaboutsOf)
      this.#whereaboutsOf = longer
    }
    const known = this.#whereaboutsOf[row]!
    if (known !== 0) return known
    const country = geo.country(address) ?? ''
    const system = String(geo.system(address)?.number ?? '')
    const key = `${country} ${system}`
    let place = this.#numberOf.get(key)
    if (place === undefined) this.#numberOf.set(key, (place = this.#allWhereabouts.push({ country, system })))
    this.#whereaboutsOf[row] = place
    return place
  }

  #see(row: number): void {
    if (this.#seenCount === this.#seen.length) {
      const longer = new Int32Array(2 * this.#seen.length)
      longer.set(this.#seen)
      this.#seen = longer
    }
    this.#seen[this.#seenCount++] = row
    if (this.#surveys.knowsSome) this.#judge(row, this.#telescope.sources.index.address(row))
  }

  #grow(rows: number): void {
    if (WORDS * rows <= this.#ofSource.length) return
    let capacity = this.#ofSource.length
    while (capacity < WORDS * rows) capacity *= 2
    const longer = new Uint32Array(capacity)
    longer.set(this.#ofSource)
    this.#ofSource = longer
    const flags = new Uint8Array(capacity / WORDS)
    flags.set(this.#isSurvey)
    this.#isSurvey = flags
  }

  #kindSketch(place: number): DistinctSketch {
    return (this.#kindSources[place] ??= new DistinctSketch())
  }

  #portSketch(place: number): DistinctSketch {
    let sketch = this.#portSources.get(place)
    if (sketch === undefined) this.#portSources.set(place, (sketch = new DistinctSketch()))
    return sketch
  }
}

function add(group: MinuteGroup, address: number | Uint32Array, packets: number): void {
  group.packets += packets
  if (typeof address === 'number') group.sources.add4(address)
  else group.sources.add6(address, 0)
}
