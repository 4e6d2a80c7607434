import { createHash } from 'node:crypto'
import * as z from 'zod'
import type { Network } from '../../../query/address.ts'
import type { Organisation } from '../organisations.ts'
import { Organisations } from '../organisations.ts'
import { parsePrefix } from '../parse-prefix.ts'
import { PrefixTable } from '../prefix-table.ts'

const prefixes = z.array(z.string().max(49))

/** What a member's sensor is to watch, and whom it is to look for: prefixes and no names. */
export const watchOrderSchema = z.object({
  /** Changes with all else. */
  version: z.string().min(1).max(64),
  /** Unused space of the sensor's own organisation. */
  space: prefixes,
  /** Used space, of each member by itself. */
  members: z.array(prefixes),
})

export type WatchOrder = z.infer<typeof watchOrderSchema>

/** The order for the sensors of an organisation; null when it is no member with unused space. */
export function watchOrderFor(organisation: string, { list }: Organisations): WatchOrder | null {
  const space = unusedSpaceOf(organisation, list).map(textOf)
  if (space.length === 0) return null
  const members = list.filter(({ used }) => used.length > 0).map(({ used }) => used.map(textOf))
  return { version: createHash('sha256').update(JSON.stringify([space, members])).digest('hex'), space, members }
}

/** Of the members that the organisation's accounts are of. */
export function unusedSpaceOf(organisation: string, list: readonly Organisation[]): Network[] {
  return list.filter(({ id, name }) => (id ?? name) === organisation).flatMap(({ unused }) => unused)
}

/** The space and the members of an order, as a telescope takes them; what is no prefix is passed over. */
export function readWatchOrder({ space, members }: WatchOrder): { readonly space: PrefixTable, readonly organisations: Organisations } {
  const read = (texts: readonly string[]) => texts.flatMap(text => parsePrefix(text) ?? [])
  return {
    space: new PrefixTable(read(space).map((network, value) => ({ network, value }))),
    // Whose space was hit is for the hub to say.
    organisations: new Organisations(members.map((used, index) => ({ name: String(index), contact: '', used: read(used), unused: [] }))),
  }
}

/** IPv4 too as IPv6, in groups: for machines. */
function textOf({ address, prefix }: Network): string {
  const groups = Array.from({ length: 8 }, (_, index) => ((address >> BigInt(112 - 16 * index)) & 0xffffn).toString(16))
  return `${groups.join(':')}/${prefix}`
}
