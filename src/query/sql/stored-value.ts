import type { FieldValue } from '../../model/value.ts'
import { isFields } from '../../model/value.ts'
import { parseAddress } from '../address.ts'
import { MAX_GROUP_LENGTH } from '../defaults.ts'
import { fold } from '../fold.ts'
import { groupText } from '../group-text.ts'

/**
 * How the event store writes the value of a field: one text whose first letter is its kind. What follows is `String(value)`, so that a
 * test of texts looks at all scalars alike; kinds are in lower case or digits, so that `lower()` of the whole leaves them.
 */
export const KIND = {
  /** A text whose lower case, letter by letter of ASCII, is its folded form. */
  text: 's',
  /** Any other well-formed text: its folded form, {@link FOLD_END}, then as written. */
  foldedText: 'u',
  /** A text that is an IPv4 address in four decimals. */
  ipv4: 'a',
  /** A text that is an IPv6 address without zone, brackets or dotted part, and not an IPv4 address in disguise. */
  ipv6: 'x',
  /** A text that is an address in another notation; only `parseAddress` reads it. */
  oddAddress: 'z',
  number: 'n',
  bigint: 'b',
  boolean: 't',
  null: '0',
  object: 'm',
  /** A list: the text it has as a group (empty when it holds lists or objects), then each member after {@link MEMBER_START}. */
  list: 'l',
} as const

/** The kinds whose text a pattern is held against. */
export const SCALAR_KINDS = [
  KIND.text, KIND.foldedText, KIND.ipv4, KIND.ipv6, KIND.oddAddress, KIND.number, KIND.bigint, KIND.boolean,
] as const

/** The kinds that free text looks into. */
export const TEXT_KINDS = [KIND.text, KIND.foldedText, KIND.ipv4, KIND.ipv6, KIND.oddAddress] as const

export const FOLD_END = '\0'
export const MEMBER_START = '\u0001'

// eslint-disable-next-line no-control-regex
const NOT_ASCII = /[^\0-\x7f]/
const OCTET = '(?:0|[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5])'
const IPV4 = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}$`)
/** What every text that `parseAddress` reads begins with; nearly all others fail within a few characters. */
const ADDRESS_START = /^\[?[\da-f.:]+(?:%|\]$|$)/i

/** The value as it is stored; null when it cannot be written so that SQL reads it as `compileQuery` does: the event is then odd. */
export function storedValue(value: FieldValue): string | null {
  if (Array.isArray(value)) return storedList(value)
  if (isFields(value)) return KIND.object
  return storedScalar(value)
}

/**
 * The kind of a text that is stored as it is written, which nearly all are; undefined for the others, which {@link storedValue} knows. Apart
 * so that the text need not be copied to put a letter before it.
 */
export function plainTextKind(text: string): string | undefined {
  if (!foldsAsAscii(text)) return undefined
  return (ADDRESS_START.test(text) ? addressKind(text) : null) ?? KIND.text
}

/** Whether the engine's `lower()` folds the text as memory does. */
export function foldsAsAscii(text: string): boolean {
  return !NOT_ASCII.test(text) || (text.isWellFormed() && fold(text) === lowerAscii(text))
}

/** Whether some scalar of the kind has this folded text, as far as its letters tell: each kind less is one word less to look for in the indexes. */
export function mayHaveText(kind: string, folded: string): boolean {
  switch (kind) {
    case KIND.ipv4:
    case KIND.ipv6:
    case KIND.oddAddress:
      return ADDRESS_START.test(folded)
    case KIND.number:
      return /^(?:-?\d|-?infinity$|nan$)/.test(folded)
    case KIND.bigint:
      return /^-?\d+$/.test(folded)
    case KIND.boolean:
      return folded === 'true' || folded === 'false'
    default:
      return true
  }
}

function storedScalar(value: FieldValue): string | null {
  switch (typeof value) {
    case 'string':
      return storedText(value)
    case 'number':
      return KIND.number + String(value)
    case 'bigint':
      return KIND.bigint + String(value)
    case 'boolean':
      return KIND.boolean + String(value)
    default:
      return KIND.null
  }
}

function storedText(text: string): string | null {
  const kind = plainTextKind(text)
  if (kind !== undefined) return kind + text
  // An address in other letters than ASCII is one with a zone: too rare for a kind of its own.
  if (!text.isWellFormed() || text.includes(FOLD_END) || (ADDRESS_START.test(text) && addressKind(text) !== null)) return null
  return KIND.foldedText + fold(text) + FOLD_END + text
}

function addressKind(text: string): string | null {
  if (IPV4.test(text)) return KIND.ipv4
  const address = parseAddress(text)
  if (address === null) return null
  const plain = !/[.%[]/.test(text) && address >> 32n !== 0xffffn
  return plain ? KIND.ipv6 : KIND.oddAddress
}

function storedList(list: readonly FieldValue[]): string | null {
  const scalars = list.every(member => typeof member !== 'object' || member === null)
  let text: string = KIND.list + (scalars ? groupName(list) : '')
  for (const member of scalars ? list : membersOf(list)) {
    const stored = isFields(member) ? KIND.object : storedScalar(member)
    if (stored === null || stored.includes(MEMBER_START)) return null
    text += MEMBER_START + stored
  }
  return text
}

/** Of lists in the list too; objects are themselves. */
function membersOf(list: readonly FieldValue[]): FieldValue[] {
  return list.flatMap(member => (Array.isArray(member) ? membersOf(member) : [member]))
}

/** Empty for a list whose name as a group would be cut: that is left to memory. */
function groupName(list: readonly FieldValue[]): string {
  const name = groupText(list) ?? ''
  return name.length < MAX_GROUP_LENGTH && name.isWellFormed() ? name : ''
}

function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, letters => letters.toLowerCase())
}
