import { parseAddress } from '../address.ts'
import { fold } from '../fold.ts'
import { FOLD_END, KIND, MEMBER_START } from './stored-value.ts'

/** The column of what the indexes find stored values by when the values as a whole are not enough. */
export const WORDS_COLUMN = 'words'

/** Bits of an IPv6 network that its addresses are found by: what registries give to a provider, a site and a link (RFC 6177). */
export const IPV6_WORD_BITS = [64, 48, 32] as const

/** Every stored value that this is not true of is found by itself, in the engine's lower case. */
export function hasWords(stored: string): boolean {
  return stored.startsWith(KIND.list) || stored.startsWith(KIND.foldedText) || isAddressKind(stored[0])
}

/**
 * The words that a stored value is found by, beside itself: for an IPv4 address its first two and its first three numbers, for an IPv6 address the
 * networks it is in, for one in a rare notation its kind alone, for a text with a folded form that form, and for a list all of its members and their words.
 */
export function storedWords(stored: string): readonly string[] {
  const text = stored.slice(1)
  switch (stored[0]) {
    case KIND.ipv4:
      return ipv4Words(text)
    case KIND.ipv6:
      return ipv6Words(parseAddress(text) ?? 0n)
    case KIND.oddAddress:
      return [KIND.oddAddress]
    case KIND.foldedText:
      return [stored.split(FOLD_END, 1)[0]!]
    case KIND.list:
      return stored.split(MEMBER_START).slice(1).flatMap(member => (member.startsWith(KIND.foldedText) ? storedWords(member) : [member[0] + fold(member.slice(1)), ...storedWords(member)]))
    default:
      return []
  }
}

/** The word of an IPv6 network, for each of {@link IPV6_WORD_BITS}. */
export function ipv6Word(address: bigint, bits: number): string {
  return KIND.ipv6 + address.toString(16).padStart(32, '0').slice(0, bits / 4)
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
