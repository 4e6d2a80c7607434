import { createHash } from 'node:crypto'
import type { Language } from '../../model/reason.ts'
import { FIELD_COUNT, HEADER_FIELDS } from './header-fields.ts'

/**
 * A rule between header fields: what its terms make together is one value in every packet. `xor` joins all terms; `sum` adds them with their
 * signs, modulo 2¹⁶. A swapped term has its two bytes in the other order.
 */
export interface HeaderRule {
  readonly operation: 'xor' | 'sum'
  readonly terms: readonly RuleTerm[]
  /** The value; null when each source has one of its own. */
  readonly value: number | null
}

export interface RuleTerm {
  readonly field: number
  readonly sign: 1 | -1
  readonly swapped: boolean
}

export function plain(field: number, sign: 1 | -1 = 1): RuleTerm {
  return { field, sign, swapped: false }
}

/** What the terms of a rule make of a packet's fields, which start at `at`. */
export function evaluate({ operation, terms }: Pick<HeaderRule, 'operation' | 'terms'>, fields: Uint16Array, at: number): number {
  let value = 0
  for (const { field, sign, swapped } of terms) {
    const plainValue = fields[at + field]!
    const term = swapped ? ((plainValue << 8) | (plainValue >>> 8)) & 0xffff : plainValue
    value = operation === 'xor' ? value ^ term : value + sign * term
  }
  return value & 0xffff
}

/** Whether all of a source's packets meet the rule. */
export function holds(rule: HeaderRule, fields: Uint16Array, samples: number): boolean {
  const expected = rule.value ?? evaluate(rule, fields, 0)
  for (let sample = 0; sample < samples; sample++) if (evaluate(rule, fields, sample * FIELD_COUNT) !== expected) return false
  return true
}

/** The same for the same rules, whatever else was seen. */
export function ruleName(rules: readonly HeaderRule[]): string {
  const text = rules.map(rule => describeRule(rule, 'en')).sort().join('\n')
  return `unknown-${createHash('sha256').update(text).digest('hex').slice(0, 8)}`
}

/** The rule in words. */
export function describeRule({ operation, terms, value }: HeaderRule, language: Language): string {
  const [first, ...others] = [...terms].sort((a, b) => b.sign - a.sign || a.field - b.field)
  const name = ({ field, swapped }: RuleTerm) => {
    const text = HEADER_FIELDS[field]![language]
    return swapped ? (language === 'ja' ? `${text}（バイト順を入れ替え）` : `${text} (bytes swapped)`) : text
  }
  const join = (term: RuleTerm) => `${operation === 'xor' ? '⊕' : term.sign === 1 ? '+' : '−'} ${name(term)}`
  const left = [first === undefined ? '' : name(first), ...others.map(join)].join(' ')
  if (value === null) return language === 'ja' ? `${left} が送信元ごとに一定` : `${left} is one value for each source`
  // A ⊕ B = 0 and A − B = 0 are better said as equalities.
  if (value === 0 && terms.length === 2 && (operation === 'xor' || terms.some(({ sign }) => sign === -1))) return `${name(first!)} = ${name(others[0]!)}`
  return `${left} = ${value === 0 ? '0' : `0x${value.toString(16).padStart(4, '0')}`}`
}
