import { PERSONAL_PATTERNS } from './personal-patterns.ts'
import { SECRET_PATTERNS } from './secret-patterns.ts'
import type { SecretPattern } from './secret-pattern.ts'

/** A secret or personal datum in a text. */
export interface SecretHit {
  readonly kind: SecretPattern
  readonly isSecret: boolean
  readonly start: number
  readonly end: number
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

/** What was looked through last: a text is judged, and then written down without its secrets. */
let last: { readonly text: string; readonly hits: readonly SecretHit[] } = { text: '', hits: [] }

/** UTF-16 units of a text that is kept for that. */
const LONGEST_KEPT = 65_536

/** Keys, tokens, passwords and personal data, in the order of where they stand; of two at one place the first known. */
export function findSecrets(text: string): readonly SecretHit[] {
  if (text === last.text) return last.hits
  const hits = searched(text)
  if (text.length <= LONGEST_KEPT) last = { text, hits }
  return hits
}

function searched(text: string): SecretHit[] {
  const hits: SecretHit[] = []
  for (const [patterns, isSecret] of [[SECRET_PATTERNS, true], [PERSONAL_PATTERNS, false]] as const) {
    for (const kind of patterns) {
      if (kind.sign?.test(text) === false || !holds(text, kind.pattern)) continue
      for (const { 0: found, index } of text.matchAll(kind.pattern)) {
        if (hits.length >= LONGEST_FINDINGS) return hits
        if (kind.check?.(found) === false || hits.some(other => index < other.end && other.start < index + found.length)) continue
        hits.push({ kind, isSecret, start: index, end: index + found.length })
      }
    }
  }
  return hits.sort((one, other) => one.start - other.start)
}

/** To ask first is cheaper than to walk through matches that nearly no text has, for which the expression is copied. */
function holds(text: string, pattern: RegExp): boolean {
  pattern.lastIndex = 0
  const isThere = pattern.test(text)
  pattern.lastIndex = 0
  return isThere
}
