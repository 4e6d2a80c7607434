import type { Steps } from '../../platform/steps.ts'
import { atOnce } from '../../platform/steps.ts'
import { CONTACT_PATTERNS } from './contact-patterns.ts'
import { IDENTIFIER_PATTERNS } from './identifier-patterns.ts'
import { plainDigits } from './plain-digits.ts'
import { SECRET_PATTERNS } from './secret-patterns.ts'
import type { SecretPattern } from './secret-pattern.ts'

/** A secret or personal datum in a text. */
export interface SecretHit {
  readonly kind: SecretPattern
  readonly isSecret: boolean
  readonly start: number
  readonly end: number
}

/** Keys, tokens, passwords and personal data, in the order of where they stand; of two at one place the first known. */
export function findSecrets(text: string): readonly SecretHit[] {
  return atOnce(lookedThrough(text, 3))
}

/** The same in steps, for `inTurns`. */
export function findSecretsInSteps(text: string): Steps<readonly SecretHit[]> {
  return lookedThrough(text, 3)
}

/** Without names, addresses, telephone numbers and mail addresses, which ordinary messages hold. */
export function findLeaks(text: string): readonly SecretHit[] {
  return atOnce(lookedThrough(text, 2))
}

/** The same in steps, for `inTurns`. */
export function findLeaksInSteps(text: string): Steps<readonly SecretHit[]> {
  return lookedThrough(text, 2)
}

/** Keys, tokens and passwords alone. */
export function findKeys(text: string): readonly SecretHit[] {
  return atOnce(lookedThrough(text, 1))
}

/** Where a secret ends that is to be taken out: of a private key that has another form than usual, its first line is found. */
export function endOfSecret(text: string, { kind, start, end }: SecretHit): number {
  if (kind.id !== 'private-key' || text.slice(start, end).includes('-----END')) return end
  const last = text.indexOf('-----END', end)
  if (last < 0) return text.length
  const closed = text.indexOf('-----', last + 8)
  return closed < 0 ? text.length : closed + 5
}

const LONGEST_FINDINGS = 1_000

const LEVELS = [
  { patterns: SECRET_PATTERNS, isSecret: true },
  { patterns: IDENTIFIER_PATTERNS, isSecret: false },
  { patterns: CONTACT_PATTERNS, isSecret: false },
] as const

/** What was looked through last, and how far: a text is judged, and then written down without its secrets. */
let last: { readonly text: string; readonly found: (readonly SecretHit[])[] } = { text: '', found: [] }

/** UTF-16 units of a text that is kept for that; a longer one is looked through in steps. */
const LONGEST_KEPT = 65_536

/** Findings that are held against those before them in one step. */
const LOOKED_AT_ONCE = 200

/** Each level adds to what the ones before it found. */
function* lookedThrough(text: string, depth: 1 | 2 | 3): Steps<readonly SecretHit[]> {
  const found = text === last.text ? last.found : []
  for (const { patterns, isSecret } of LEVELS.slice(found.length, depth)) found.push(yield* searched(text, found.at(-1) ?? [], patterns, isSecret))
  if (text.length <= LONGEST_KEPT) last = { text, found }
  return found[depth - 1] ?? []
}

function* searched(written: string, known: readonly SecretHit[], patterns: readonly SecretPattern[], isSecret: boolean): Steps<readonly SecretHit[]> {
  const text = isSecret ? written : plainDigits(written)
  const isLong = text.length > LONGEST_KEPT
  const hits = [...known]
  let looked = 0
  for (const kind of patterns) {
    if (isLong) yield
    if (kind.sign?.test(text) === false || !holds(text, kind.pattern)) continue
    for (const match of text.matchAll(kind.pattern)) {
      if (hits.length >= LONGEST_FINDINGS) return hits
      if (isLong && ++looked % LOOKED_AT_ONCE === 0) yield
      const [start, end] = match.indices?.groups?.['value'] ?? [match.index, match.index + match[0].length]
      if (kind.check?.(text.slice(start, end)) === false || hits.some(other => start < other.end && other.start < end)) continue
      hits.push({ kind, isSecret, start, end })
    }
  }
  return hits.length === known.length ? known : hits.sort((one, other) => one.start - other.start)
}

/** To ask first is cheaper than to walk through matches that nearly no text has, for which the expression is copied. */
function holds(text: string, pattern: RegExp): boolean {
  pattern.lastIndex = 0
  const isThere = pattern.test(text)
  pattern.lastIndex = 0
  return isThere
}
