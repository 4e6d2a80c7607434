import { parseAddress } from '../address.ts'
import { fold } from '../fold.ts'
import { FOLD_END, KIND, MEMBER_START } from './stored-value.ts'

/** The column of what the indexes find texts by when the stored value as a whole is not enough; empty for nearly all events. */
export const WORDS_COLUMN = 'words'

/** The column of the networks that an event's addresses are in. */
export const NETWORKS_COLUMN = 'networks'

/** Bits of an IPv6 network that its addresses are found by: what registries give to a provider, a site and a link (RFC 6177). */
export const IPV6_WORD_BITS = [64, 48, 32] as const

/** Whether a stored value is found by more than itself, in the engine's lower case. */
export function isFoundByMore(stored: string): boolean {
  return stored.startsWith(KIND.list) || stored.startsWith(KIND.foldedText) || isAddressKind(stored[0])
}

/** The words that a stored value is found by, beside itself: those of all members for a list, and the folded form of a text that has one. */
export function storedWords(stored: string): readonly string[] {
  if (stored.startsWith(KIND.foldedText)) return [stored.split(FOLD_END, 1)[0]!]
  return membersOf(stored).flatMap(member => (member.startsWith(KIND.foldedText) ? storedWords(member) : [member[0] + fold(member.slice(1))]))
}

/**
 * The networks that the addresses of a stored value are found by: for an IPv4 address its first two and its first three numbers, for an IPv6 address
 * one for each of {@link IPV6_WORD_BITS}, and for one in a rare notation its kind alone.
 */
export function storedNetworks(stored: string): readonly string[] {
  const text = stored.slice(1)
  switch (stored[0]) {
    case KIND.ipv4:
      return ipv4Words(text)
    case KIND.ipv6:
      return ipv6Words(parseAddress(text) ?? 0n)
    case KIND.oddAddress:
      return [KIND.oddAddress]
    default:
      return membersOf(stored).flatMap(storedNetworks)
  }
}

/** The word of an IPv6 network, for each of {@link IPV6_WORD_BITS}. */
export function ipv6Word(address: bigint, bits: number): string {
  return KIND.ipv6 + address.toString(16).padStart(32, '0').slice(0, bits / 4)
}

/** Of a list; nothing else has any. */
function membersOf(stored: string): readonly string[] {
  return stored.startsWith(KIND.list) ? stored.split(MEMBER_START).slice(1) : []
}

function isAddressKind(kind: string | undefined): boolean {
  return kind === KIND.ipv4 || kind === KIND.ipv6 || kind === KIND.oddAddress
}

function ipv4Words(text: string): string[] {
  const third = text.lastIndexOf('.')
  return [KIND.ipv4 + text.slice(0, text.lastIndexOf('.', third - 1)), KIND.ipv4 + text.slice(0, third)]
}

function ipv6Words(address: bigint): string[] {
  return IPV6_WORD_BITS.map(bits => ipv6Word(address, bits))
}
