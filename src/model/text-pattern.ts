/**
 * The language in which a mapping says how a line or a message reads: text as it stands, and fields in braces.
 *
 *     DHCPACK on {lease_ip:ip} to {mac:mac}{? ({client_name})} via {interface}
 *
 * `{name}` takes the text up to what follows, `{name:type}` what is of the type, `{}` passes over text, `{?…}` may be absent. A backslash makes
 * the next character plain text. What a pattern does not reach at the end is left alone. docs/mappings.md explains the types.
 */
export interface TextPattern {
  readonly parts: readonly PatternPart[]
}

export type PatternPart =
  | { readonly kind: 'literal'; readonly text: string }
  | PatternField
  | { readonly kind: 'optional'; readonly parts: readonly PatternPart[] }

export interface PatternField {
  readonly kind: 'field'
  /** Empty: what it takes is passed over. */
  readonly name: string
  readonly type: PatternFieldType
  /** Of `text`, `escaped`, `time` and `word`: the literals that it may end before. */
  readonly before: readonly string[]
  /** Of `text`, `escaped` and `time`: it may reach to the end. */
  readonly mayReachEnd: boolean
}

/** `pairs`, `cef`, `leef` and `columns` take the rest and make several fields of it. */
export const PATTERN_FIELD_TYPES = ['text', 'escaped', 'time', 'word', 'int', 'ip', 'mac', 'quoted', 'pairs', 'cef', 'leef', 'columns'] as const

export type PatternFieldType = (typeof PATTERN_FIELD_TYPES)[number]

const STRUCTURED: ReadonlySet<PatternFieldType> = new Set(['pairs', 'cef', 'leef', 'columns'])

/** Types of which only what follows tells where they end. */
const UP_TO_WHAT_FOLLOWS: ReadonlySet<PatternFieldType> = new Set(['text', 'escaped', 'time'])

/** Whether a field of this type takes the rest of the text and names its fields itself. */
export function isStructured(type: PatternFieldType): boolean {
  return STRUCTURED.has(type)
}

/** How deep `{?…}` may stand in one another. */
const MAX_DEPTH = 8

/** A pattern taken apart; a text is the reason why it is none. */
export function parseTextPattern(pattern: string): TextPattern | string {
  const reader = new PatternReader(pattern)
  const parts = reader.read(0)
  if (typeof parts === 'string') return parts
  if (parts.length === 0) return 'is empty'
  return withFollowers(parts)
}

class PatternReader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  /** The parts up to the brace that ends this optional part, or to the end at depth 0. */
  read(depth: number): PatternPart[] | string {
    if (depth > MAX_DEPTH) return `holds optional parts more than ${MAX_DEPTH} deep`
    const parts: PatternPart[] = []
    let literal = ''
    const endLiteral = (): void => {
      if (literal !== '') parts.push({ kind: 'literal', text: literal })
      literal = ''
    }
    for (; this.#at < this.#text.length; this.#at++) {
      const letter = this.#text[this.#at]!
      if (letter === '\\') literal += this.#text[++this.#at] ?? ''
      else if (letter === '}') {
        if (depth === 0) return 'has a } without its {'
        endLiteral()
        return parts
      } else if (letter === '{') {
        endLiteral()
        const part = this.#part(depth)
        if (typeof part === 'string') return part
        parts.push(part)
      } else literal += letter
    }
    if (depth > 0) return 'has a { without its }'
    endLiteral()
    return parts
  }

  /** What stands in braces; leaves the place at the closing one. */
  #part(depth: number): PatternPart | string {
    this.#at++
    if (this.#text[this.#at] === '?') {
      this.#at++
      const parts = this.read(depth + 1)
      if (typeof parts === 'string') return parts
      return parts.length === 0 ? 'has an optional part with nothing in it' : { kind: 'optional', parts }
    }
    const end = this.#text.indexOf('}', this.#at)
    if (end < 0) return 'has a { without its }'
    const [name = '', type = 'text', ...more] = this.#text.slice(this.#at, end).split(':')
    this.#at = end
    if (!/^[\w.@/-]*$/.test(name) || more.length > 0) return `has a field that is not {name} or {name:type}: {${[name, type, ...more].join(':')}}`
    const known = PATTERN_FIELD_TYPES.find(each => each === type)
    if (known === undefined) return `has a field of the unknown type ${type}; known are ${PATTERN_FIELD_TYPES.join(', ')}`
    return { kind: 'field', name, type: known, before: [], mayReachEnd: false }
  }
}

/** What may come after a part: literals, the end, or a field whose beginning nothing shows. */
interface Followers {
  readonly literals: readonly string[]
  readonly end: boolean
  readonly field: boolean
}

const AT_END: Followers = { literals: [], end: true, field: false }

function withFollowers(parts: readonly PatternPart[]): TextPattern | string {
  const filled = fill(parts, AT_END)
  return typeof filled === 'string' ? filled : { parts: filled }
}

function fill(parts: readonly PatternPart[], outer: Followers): PatternPart[] | string {
  const filled: PatternPart[] = []
  for (const [index, part] of parts.entries()) {
    const after = followersAt(parts, index + 1, outer)
    if (part.kind === 'optional') {
      const inner = fill(part.parts, after)
      if (typeof inner === 'string') return inner
      filled.push({ kind: 'optional', parts: inner })
    } else if (part.kind === 'field') {
      if (isStructured(part.type) && (after.literals.length > 0 || after.field)) return `has something after {${part.name}:${part.type}}, which takes the rest`
      if (UP_TO_WHAT_FOLLOWS.has(part.type) && after.field) return `has {${part.name}} directly before another field; put text between them or give it a type`
      filled.push({ ...part, before: after.literals, mayReachEnd: after.end })
    } else filled.push(part)
  }
  return filled
}

function followersAt(parts: readonly PatternPart[], index: number, outer: Followers): Followers {
  const part = parts[index]
  if (part === undefined) return outer
  if (part.kind === 'literal') return { literals: [part.text], end: false, field: false }
  if (part.kind === 'field') return { literals: [], end: false, field: true }
  const skipped = followersAt(parts, index + 1, outer)
  const taken = followersAt(part.parts, 0, skipped)
  return { literals: [...taken.literals, ...skipped.literals], end: taken.end || skipped.end, field: taken.field || skipped.field }
}
