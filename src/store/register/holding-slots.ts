import type { Holding, HoldingKind } from '../../model/holding.ts'

/**
 * Where the holdings of one address or machine stand apart: each kind by itself, since an address that ARP tells of every minute would bury its lease; translations by
 * port, since one outer address may have thousands at a time. A block of ports stands in each of the {@link BLOCK}s that it touches.
 */
export function slotsOf({ kind, translation }: Holding): readonly number[] {
  if (kind !== 'translation' || translation === null) return [KIND_SLOT[kind]]
  if (translation.ports === null) return [KIND_SLOT.translation]
  const [first, last] = translation.ports
  if (first === last) return [first]
  const blocks = Array.from({ length: blockOf(last) - blockOf(first) + 1 }, (_, index) => blockOf(first) + index)
  return blocks.map(block => FIRST_BLOCK_SLOT + block)
}

/** The slots in which translations of a port may stand; of all ports where none is known. */
export function translationSlots(port: number | null): readonly number[] {
  return port === null ? [KIND_SLOT.translation] : [KIND_SLOT.translation, port, FIRST_BLOCK_SLOT + blockOf(port)]
}

export function kindSlots(kinds: readonly HoldingKind[]): readonly number[] {
  return kinds.map(kind => KIND_SLOT[kind])
}

/** Of single ports and blocks: the first and the last. */
export const PORT_SLOTS = [1, 65_535 + 64] as const

/** Above those of ports and blocks. */
const KIND_SLOT: Readonly<Record<HoldingKind, number>> = { translation: 70_000, lease: 70_001, session: 70_002, neighbour: 70_003, logon: 70_004 }

/** Ports in a block: as many as CGN commonly gives to a customer (RFC 7422 §2.1 speaks of 500 to 4,000), so that a few rows stand for one. */
const BLOCK = 1_024
const FIRST_BLOCK_SLOT = 65_536

function blockOf(port: number): number {
  return Math.floor(port / BLOCK)
}
