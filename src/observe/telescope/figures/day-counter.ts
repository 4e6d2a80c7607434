import { DAY_US, formatTime } from '../../../model/time.ts'
import type { PacketBatch } from '../../packet/packet-batch.ts'
import type { AttackThresholds } from '../defaults.ts'
import { familiesOf, hasTool } from '../families.ts'
import type { Geo } from '../geo/geo.ts'
import { isProbe } from '../kinds.ts'
import type { PrefixTable } from '../prefix-table.ts'
import type { SurveyScanners, SurveySign } from '../survey/survey-scanners.ts'
import { Telescope } from '../telescope.ts'
import { viewTelescope } from '../telescope-report.ts'
import type { SourceReport } from '../telescope-schema.ts'
import { CarpetWatch } from './carpet-watch.ts'
import type { CarpetThresholds } from './defaults.ts'
import { LISTED_ROWS } from './defaults.ts'
import type { DayFigures } from './figures-schema.ts'
import { KeyCounts } from './key-counts.ts'
import { PortTally } from './port-tally.ts'

export interface DayOptions {
  readonly space: PrefixTable | null
  readonly geo: Geo
  readonly surveys: SurveyScanners
  readonly attackThresholds: AttackThresholds
  readonly carpetThresholds: CarpetThresholds
}

const UNKNOWN = '??'

/** The figures of one day: a telescope of its own, so that its sources are those of that day. */
export class DayCounter {
  readonly #telescope: Telescope
  readonly #ports = new PortTally()
  readonly #carpets: CarpetWatch
  readonly #options: DayOptions
  readonly #date: string

  /** @param day days since the epoch @param telescope that has seen nothing before the day; one of its own without it */
  constructor(day: number, options: DayOptions, telescope?: Telescope) {
    this.#date = formatTime(day * DAY_US).slice(0, 10)
    this.#options = options
    this.#telescope = telescope ?? new Telescope({ space: options.space, attackThresholds: options.attackThresholds })
    this.#carpets = new CarpetWatch(options.geo, options.carpetThresholds, options.attackThresholds)
  }

  /** Takes a batch of packets of the day, as the reader framed it. */
  accept(batch: PacketBatch): void {
    this.#telescope.accept(batch)
    this.count(batch)
  }

  /** Takes the batch that the telescope has accepted last. */
  count(batch: PacketBatch): void {
    const { rows, kinds } = this.#telescope
    for (let packet = 0; packet < batch.count; packet++) {
      const source = rows[packet]!
      if (source < 0) continue
      if (isProbe(kinds[packet]!)) this.#ports.add(source, batch.destinationPort[packet]!)
      else this.#carpets.accept(batch, packet, kinds[packet]!)
    }
  }

  figures(): DayFigures {
    const telescope = this.#telescope
    const { summary, sources } = viewTelescope(telescope)
    const days = Math.max(0, telescope.to - telescope.from) / DAY_US
    const isSurvey = new Uint8Array(telescope.sources.count)
    const signs: Record<SurveySign, number> = { list: 0, name: 0, behaviour: 0 }
    const packets = { all: 0, withoutSurveys: 0 }
    const hosts = { all: 0, withoutSurveys: 0 }
    const [byFamily, byCountry, bySystem] = [new KeyCounts(), new KeyCounts(), new KeyCounts()]
    let row = 0
    for (const source of sources()) {
      const address = telescope.sources.index.address(row)
      const sign = this.#options.surveys.sign({ address, text: source.address, packets: source.packets, ports: source.ports.length }, days)
      if (sign !== null) signs[sign]++
      isSurvey[row++] = sign === null ? 0 : 1
      packets.all += source.packets
      if (sign === null) packets.withoutSurveys += source.packets
      const families = infectionsOf(source)
      for (const family of families) byFamily.add(family, sign !== null)
      if (families.length === 0) continue
      hosts.all++
      if (sign === null) hosts.withoutSurveys++
      byCountry.add(this.#options.geo.country(address) ?? UNKNOWN, sign !== null)
      bySystem.add(this.#systemOf(address), sign !== null)
    }
    const surveySources = signs.list + signs.name + signs.behaviour
    return {
      date: this.#date,
      from: summary.from ?? this.#date,
      to: summary.to ?? this.#date,
      packets,
      sources: { all: row, withoutSurveys: row - surveySources },
      surveys: { sources: surveySources, packets: packets.all - packets.withoutSurveys, share: packets.all === 0 ? 0 : 1 - packets.withoutSurveys / packets.all, signs },
      infected: { hosts, byFamily: byFamily.rows(), byCountry: byCountry.rows(), bySystem: bySystem.rows() },
      ports: portRows(this.#ports, isSurvey),
      victims: this.#victims(),
      campaigns: summary.campaigns.map(({ id, sources: members, ports, packets: sent, firstSeen, lastSeen }) => ({ id, sources: members.length, ports, packets: sent, firstSeen, lastSeen })),
      forgotten: telescope.unfollowed + this.#ports.forgotten,
    }
  }

  #victims(): DayFigures['victims'] {
    const targets = new Map(this.#telescope.targets.attacks().map(({ target, address4 }) => [target, address4]))
    const [byCountry, bySystem] = [new KeyCounts(), new KeyCounts()]
    for (const address of targets.values()) {
      byCountry.add(address === null ? UNKNOWN : this.#options.geo.country(address) ?? UNKNOWN, false)
      bySystem.add(address === null ? UNKNOWN : this.#systemOf(address), false)
    }
    const rowsOf = (counts: KeyCounts) => counts.rows().map(({ key, all }) => ({ key, targets: all }))
    const networks = this.#carpets.attacks().map(attack => ({ ...attack, firstSeen: formatTime(attack.firstSeen), lastSeen: formatTime(attack.lastSeen) }))
    return { targets: targets.size, byCountry: rowsOf(byCountry), bySystem: rowsOf(bySystem), networks }
  }

  #systemOf(address: number | Uint32Array): string {
    const system = this.#options.geo.system(address)
    return system === null ? UNKNOWN : `AS${system.number} ${system.name}`
  }
}

/** What infected a source: malware by its mark, an unknown tool, or something that searches with its system's own packets; none of tools and wrong settings. */
function infectionsOf({ kinds, fingerprints }: SourceReport): readonly string[] {
  const named = familiesOf(fingerprints)
  if (named.length > 0) return named
  const searches = kinds.includes('tcp-syn') && !kinds.includes('misconfiguration')
  return searches && !hasTool(fingerprints) ? ['unmarked'] : []
}

function portRows(tally: PortTally, isSurvey: Uint8Array): DayFigures['ports'] {
  const ports = new Map<number, DayFigures['ports'][number]>()
  tally.forEach((source, port, packets) => {
    let row = ports.get(port)
    if (row === undefined) ports.set(port, row = { port, packets: { all: 0, withoutSurveys: 0 }, hosts: { all: 0, withoutSurveys: 0 } })
    row.packets.all += packets
    row.hosts.all++
    if (isSurvey[source] === 1) return
    row.packets.withoutSurveys += packets
    row.hosts.withoutSurveys++
  })
  return [...ports.values()].sort((a, b) => b.hosts.withoutSurveys - a.hosts.withoutSurveys || b.packets.all - a.packets.all || a.port - b.port).slice(0, LISTED_ROWS)
}
