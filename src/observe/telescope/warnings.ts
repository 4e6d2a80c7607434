import { MINUTE_US } from '../../model/time.ts'
import { formatAddress } from '../packet/format-address.ts'
import type { PacketBatch } from '../packet/packet-batch.ts'
import { EVIDENCE_PACKETS, FEW_PACKETS, LISTED_PORTS, MAX_EVIDENCED_WARNINGS } from './defaults.ts'
import type { EvidencePacket } from './evidence-packet.ts'
import { evidencePacket } from './evidence-packet.ts'
import type { Organisations } from './organisations.ts'
import { silenceLimit } from './rhythm.ts'

export type WarningKind = 'internal' | 'external' | 'backscatter'

/** An address of a member that shows itself where nobody of it should be seen. */
export interface MemberWarning {
  readonly organisation: string
  /** The organisation whose accounts see it. */
  readonly member: string
  readonly address: string
  kind: WarningKind
  /** In which it began, since the epoch. */
  readonly minute: number
  firstSeen: number
  lastSeen: number
  packets: number
  longestGapUs: number
  /** How often it was silent for longer than its rhythm and came again: the infection is still there, the warning is the same. */
  returns: number
  readonly ports: Set<number>
  /** The first packets. */
  readonly evidence: EvidencePacket[]
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
  /** Warnings of few packets, by the minute and the member in which they began. */
  readonly #fewByMinute = new Map<string, number>()
  #touched = new Set<MemberWarning>()
  /** Packets that would have opened a warning beyond the limit. */
  forgotten = 0

  constructor(organisations: Organisations) {
    this.#organisations = organisations
  }

  /** A probe of a source in used space of `member`. @param destinationOwner whose unused space was hit, -1 when nobody's */
  probe(member: number, destinationOwner: number, row: number, address: string, batch: PacketBatch, packet: number): void {
    const warning = this.#warning(`source ${row}`, member, destinationOwner === member ? 'internal' : 'external', row, address, batch, packet)
    if (warning === null) return
    if (destinationOwner === member) warning.kind = 'internal'
    if (warning.ports.size < LISTED_PORTS) warning.ports.add(batch.destinationPort[packet]!)
  }

  /** An answer of an attacked address, or an error about it; nothing when the address is no member's. @param port that answers, null where none does */
  backscatter(target: number | Uint32Array, port: number | null, batch: PacketBatch, packet: number): void {
    const member = typeof target === 'number' ? this.#organisations.used.find4(target) : this.#organisations.used.find6(target, 0)
    if (member < 0) return
    const address = formatAddress(target)
    const warning = this.#warning(`target ${address}`, member, 'backscatter', null, address, batch, packet)
    if (warning !== null && port !== null && warning.ports.size < LISTED_PORTS) warning.ports.add(port)
  }

  get count(): number {
    return this.#byKey.size
  }

  /** By first packet, then address. */
  list(): MemberWarning[] {
    return [...this.#byKey.values()].sort((a, b) => a.firstSeen - b.firstSeen || (a.address < b.address ? -1 : 1))
  }

  /** Those that were seen last, newest first. O(n) for n warnings. */
  latest(most: number): MemberWarning[] {
    const latest: MemberWarning[] = []
    for (const warning of this.#byKey.values()) {
      if (latest.length === most && warning.lastSeen <= latest[most - 1]!.lastSeen) continue
      let place = latest.length
      while (place > 0 && latest[place - 1]!.lastSeen < warning.lastSeen) place--
      latest.splice(place, 0, warning)
      if (latest.length > most) latest.length = most
    }
    return latest
  }

  /** How many addresses of its member began within the same two minutes, whichever of those around it has most, and sent few packets. */
  neighbours(warning: MemberWarning): number {
    const [before = 0, same = 0, after = 0] = [-1, 0, 1].map(minutes => this.#fewByMinute.get(minuteKey(warning, minutes)))
    return same + Math.max(before, after)
  }

  /** Those that packets came of since the last call. */
  takeTouched(): ReadonlySet<MemberWarning> {
    const touched = this.#touched
    this.#touched = new Set()
    return touched
  }

  #warning(key: string, member: number, kind: WarningKind, source: number | null, address: string, batch: PacketBatch, packet: number): MemberWarning | null {
    const time = batch.time[packet]!
    let warning = this.#byKey.get(key)
    if (warning === undefined) {
      if (this.#byKey.size === MAX_WARNINGS) {
        this.forgotten++
        return null
      }
      const { name: organisation, id = organisation } = this.#organisations.list[member]!
      const minute = Math.floor(time / MINUTE_US)
      warning = { organisation, member: id, address, kind, minute, firstSeen: time, lastSeen: time, packets: 0, longestGapUs: 0, returns: 0, ports: new Set(), evidence: [], source }
      this.#byKey.set(key, warning)
      this.#countFew(warning, 1)
    }
    const gap = time - warning.lastSeen
    if (gap > silenceLimit(warning)) warning.returns++
    if (gap > warning.longestGapUs) warning.longestGapUs = gap
    if (++warning.packets === FEW_PACKETS + 1) this.#countFew(warning, -1)
    if (warning.evidence.length < EVIDENCE_PACKETS && this.#byKey.size <= MAX_EVIDENCED_WARNINGS) warning.evidence.push(evidencePacket(batch, packet))
    warning.firstSeen = Math.min(warning.firstSeen, time)
    warning.lastSeen = Math.max(warning.lastSeen, time)
    this.#touched.add(warning)
    return warning
  }

  #countFew(warning: MemberWarning, change: 1 | -1): void {
    const key = minuteKey(warning)
    const count = (this.#fewByMinute.get(key) ?? 0) + change
    if (count === 0) this.#fewByMinute.delete(key)
    else this.#fewByMinute.set(key, count)
  }
}

function minuteKey({ organisation, minute }: MemberWarning, later = 0): string {
  return `${minute + later} ${organisation}`
}
