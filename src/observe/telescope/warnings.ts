import { formatAddress } from '../packet/format-address.ts'
import { LISTED_PORTS } from './defaults.ts'
import type { Organisations } from './organisations.ts'

export type WarningKind = 'internal' | 'external' | 'backscatter'

/** An address of a member that shows itself where nobody of it should be seen. */
export interface MemberWarning {
  readonly organisation: string
  readonly address: string
  kind: WarningKind
  firstSeen: number
  lastSeen: number
  packets: number
  readonly ports: Set<number>
  /** The row of the source whose packets these are; null of backscatter, which others may have sent. */
  readonly source: number | null
}

/** Warnings kept at once: members' addresses, of which a forger can invent as many as there are. */
const MAX_WARNINGS = 1_000_000

/**
 * Who of the members is to be warned, folded so that one infection is one warning: `internal` when its own unused space was ever hit, else
 * `external`; and apart from it `backscatter`, when the address answers a flood that was sent in our name.
 */
export class Warnings {
  readonly #organisations: Organisations
  readonly #byKey = new Map<string, MemberWarning>()
  /** Packets that would have opened a warning beyond the limit. */
  forgotten = 0

  constructor(organisations: Organisations) {
    this.#organisations = organisations
  }

  /** A probe of a source in used space of `member`. @param destinationOwner whose unused space was hit, -1 when nobody's */
  probe(member: number, destinationOwner: number, row: number, packet: { readonly address: string, readonly time: number, readonly port: number }): void {
    const warning = this.#warning(`source ${row}`, member, destinationOwner === member ? 'internal' : 'external', row, packet)
    if (warning === null) return
    if (destinationOwner === member) warning.kind = 'internal'
    if (warning.ports.size < LISTED_PORTS) warning.ports.add(packet.port)
  }

  /** An answer of an attacked address, or an error about it; nothing when the address is no member's. */
  backscatter(target: number | Uint32Array, port: number | null, time: number): void {
    const member = typeof target === 'number' ? this.#organisations.used.find4(target) : this.#organisations.used.find6(target, 0)
    if (member < 0) return
    const address = formatAddress(target)
    const warning = this.#warning(`target ${address}`, member, 'backscatter', null, { address, time })
    if (warning !== null && port !== null && warning.ports.size < LISTED_PORTS) warning.ports.add(port)
  }

  get count(): number {
    return this.#byKey.size
  }

  /** By first packet, then address. */
  list(): MemberWarning[] {
    return [...this.#byKey.values()].sort((a, b) => a.firstSeen - b.firstSeen || (a.address < b.address ? -1 : 1))
  }

  #warning(key: string, member: number, kind: WarningKind, source: number | null, packet: { readonly address: string, readonly time: number }): MemberWarning | null {
    let warning = this.#byKey.get(key)
    if (warning === undefined) {
      if (this.#byKey.size === MAX_WARNINGS) {
        this.forgotten++
        return null
      }
      const organisation = this.#organisations.list[member]!.name
      warning = { organisation, address: packet.address, kind, firstSeen: packet.time, lastSeen: packet.time, packets: 0, ports: new Set(), source }
      this.#byKey.set(key, warning)
    }
    warning.packets++
    warning.firstSeen = Math.min(warning.firstSeen, packet.time)
    warning.lastSeen = Math.max(warning.lastSeen, packet.time)
    return warning
  }
}
