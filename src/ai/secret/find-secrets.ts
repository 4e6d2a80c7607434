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

const LEVELS = [
  { patterns: SECRET_PATTERNS, isSecret: true },
  { patterns: IDENTIFIER_PATTERNS, isSecret: false },
  { patterns: CONTACT_PATTERNS, isSecret: false },
] as const

/** What was looked through last, and how far: a text is judged, and then written down without its secrets. */
let last: { readonly text: string; readonly found: (readonly SecretHit[])[] } = { text: '', found: [] }

/** UTF-16 units of a text that is looked through whole, and kept for that. */
const WHOLE = 65_536

/** Of a longer text, pieces are looked through by themselves, with as much around them: findings are shorter, but for private keys, whose first line is enough. */
const AROUND = 8_192

function* lookedThrough(text: string, depth: 1 | 2 | 3): Steps<readonly SecretHit[]> {
  if (text.length > WHOLE) return yield* inPieces(text, depth)
  const found = text === last.text ? last.found : []
  // Each level adds to what the ones before it found.
  for (const { patterns, isSecret } of LEVELS.slice(found.length, depth)) found.push(searched(text, found.at(-1) ?? [], patterns, isSecret))
  last = { text, found }
  return found[depth - 1] ?? []
}

function* inPieces(text: string, depth: 1 | 2 | 3): Steps<readonly SecretHit[]> {
  const hits: SecretHit[] = []
  for (let from = 0; from < text.length; from += WHOLE - 2 * AROUND) {
    const before = Math.max(0, from - AROUND)
    const piece = text.slice(before, from + WHOLE - AROUND)
    let found: readonly SecretHit[] = []
    for (const { patterns, isSecret } of LEVELS.slice(0, depth)) {
      yield
      found = searched(piece, found, patterns, isSecret)
    }
    for (const hit of found) {
      const [start, end] = [before + hit.start, before + hit.end]
      // What begins around it belongs to the piece before or behind, which has it whole.
      if (start >= Math.max(from, hits.at(-1)?.end ?? 0) && start < from + WHOLE - 2 * AROUND) hits.push({ ...hit, start, end })
    }
  }
  return hits
}

function searched(written: string, known: readonly SecretHit[], patterns: readonly SecretPattern[], isSecret: boolean): readonly SecretHit[] {
  const text = isSecret ? written : plainDigits(written)
  const hits = [...known]
  let taken: Uint8Array | null = null
  for (const kind of patterns) {
    if (kind.sign?.test(text) === false || !holds(text, kind.pattern)) continue
    for (const match of text.matchAll(kind.pattern)) {
      const [start, end] = match.indices?.groups?.['value'] ?? [match.index, match.index + match[0].length]
      taken ??= placesOf(known, text.length)
      if (kind.check?.(text.slice(start, end)) === false || taken.subarray(start, end).includes(1)) continue
      hits.push({ kind, isSecret, start, end })
      taken.fill(1, start, end)
    }
  }
  return hits.length === known.length ? known : hits.sort((one, other) => one.start - other.start)
}

/** Where something was found: to hold each finding against all others would take a square of time. */
function placesOf(hits: readonly SecretHit[], length: number): Uint8Array {
  const taken = new Uint8Array(length)
  for (const { start, end } of hits) taken.fill(1, start, end)
  return taken
}

/** To ask first is cheaper than to walk through matches that nearly no text has, for which the expression is copied. */
function holds(text: string, pattern: RegExp): boolean {
  pattern.lastIndex = 0
  const isThere = pattern.test(text)
  pattern.lastIndex = 0
  return isThere
}
