import type { PacketBatch } from '../../packet/packet-batch.ts'
import { formatAddress } from '../../packet/format-address.ts'
import type { AttackThresholds } from '../defaults.ts'
import type { Geo } from '../geo/geo.ts'
import { isBackscatter, isIcmpError } from '../kinds.ts'
import { newQuoted, readQuoted } from '../quoted-packet.ts'
import type { Attack } from '../targets.ts'
import { Targets } from '../targets.ts'
import type { CarpetThresholds } from './defaults.ts'

/** A network that is attacked as a whole: its answers together are an attack, and many of its addresses answer. */
export interface NetworkAttack extends Pick<Attack, 'firstSeen' | 'lastSeen' | 'packets' | 'maxPacketsPerMinute'> {
  readonly network: string
  /** Addresses that answered, in the whole time watched. */
  readonly targets: number
}

/**
 * Carpet bombing by /24 and by autonomous system, counted on the sum of all answers of a network: an attack that is spread over a network stays below every threshold at each
 * address. IPv4 only.
 */
export class CarpetWatch {
  readonly #geo: Geo
  readonly #thresholds: CarpetThresholds
  readonly #networks: Targets
  readonly #systems: Targets
  /** Addresses that answered, by /24 and by system, as far as there is room. */
  readonly #answered = new Set<number>()
  readonly #byNetwork = new Map<number, number>()
  readonly #bySystem = new Map<number, number>()
  readonly #quoted = newQuoted()

  constructor(geo: Geo, thresholds: CarpetThresholds, attack: AttackThresholds) {
    this.#geo = geo
    this.#thresholds = thresholds
    this.#networks = new Targets(attack)
    this.#systems = new Targets(attack)
  }

  /** A packet whose kind is known. */
  accept(batch: PacketBatch, row: number, kind: number): void {
    if (!isBackscatter(kind)) return
    const version = isIcmpError(batch, row) ? readQuoted(batch, row, this.#quoted) : 0
    if ((version === 0 ? batch.version[row] : version) !== 4) return
    const target = version === 4 ? this.#quoted.destination : batch.source[row]!
    const time = batch.time[row]!
    if (Number.isNaN(time)) return
    const network = target >>> 8
    const system = this.#geo.system(target)?.number ?? null
    this.#networks.accept4((network << 8) >>> 0, time)
    if (system !== null) this.#systems.accept4(system, time)
    if (this.#answered.has(target) || this.#answered.size >= this.#thresholds.mostTargets) return
    this.#answered.add(target)
    this.#byNetwork.set(network, (this.#byNetwork.get(network) ?? 0) + 1)
    if (system !== null) this.#bySystem.set(system, (this.#bySystem.get(system) ?? 0) + 1)
  }

  /** By first answer. */
  attacks(): NetworkAttack[] {
    const { networkTargets, systemTargets } = this.#thresholds
    return [
      ...carpets(this.#networks, networkTargets, address => this.#byNetwork.get(address >>> 8) ?? 0, address => `${formatAddress(address)}/24`),
      ...carpets(this.#systems, systemTargets, number => this.#bySystem.get(number) ?? 0, number => `AS${number}`),
    ].sort((a, b) => a.firstSeen - b.firstSeen || (a.network < b.network ? -1 : 1))
  }
}

function carpets(targets: Targets, least: number, countOf: (key: number) => number, nameOf: (key: number) => string): NetworkAttack[] {
  return targets.attacks().flatMap(({ address4, firstSeen, lastSeen, packets, maxPacketsPerMinute }) => {
    const count = address4 === null ? 0 : countOf(address4)
    return address4 === null || count < least ? [] : [{ network: nameOf(address4), targets: count, firstSeen, lastSeen, packets, maxPacketsPerMinute }]
  })
}
