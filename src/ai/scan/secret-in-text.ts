import { masked } from '../judge/shown.ts'
import type { SecretHit } from '../secret/find-secrets.ts'
import { findKeys } from '../secret/find-secrets.ts'
import type { PlacedFinding } from './scan-finding.ts'

/** Passwords of addresses that every manual writes. */
const SHOWN_PASSWORD = /:(?:pass(?:word|wd)?\d{0,3}|pwd|secret|changeme|example|test|postgres|root|admin|\*+|x+|<[^>]*>|\$\{?\w+\}?|your[-_]?\w+)@/i
/** What follows the word password is in code a type, a name or a call, in prose often an example. */
const BY_ITS_WORD = /^password-(?!hash)/

/** The first secret that is written out in what an agent is told. */
export function secretInText(text: string): PlacedFinding[] {
  return firstOf(text, ({ kind, start, end }) => kind.id !== 'connection-string' || !SHOWN_PASSWORD.test(text.slice(start, end + 1)))
}

/** The same in a script, where only what has the form of a key is one. */
export function secretInScript(text: string): PlacedFinding[] {
  return firstOf(text, ({ kind, start, end }) => !BY_ITS_WORD.test(kind.id) && (kind.id !== 'private-key' || end - start > 100) && (kind.id !== 'connection-string' || !SHOWN_PASSWORD.test(text.slice(start, end + 1))))
}

function firstOf(text: string, counts: (hit: SecretHit) => boolean): PlacedFinding[] {
  const secret = findKeys(text).find(counts)
  if (secret === undefined) return []
  const shown = masked(text.slice(secret.start, secret.end))
  return [{
    check: 'secret-in-file', severity: BY_ITS_WORD.test(secret.kind.id) ? 'medium' : 'high', place: `line ${text.slice(0, secret.start).split('\n').length}`, reason: { en: `a secret is written out (${shown} characters)`, ja: `秘密がそのまま書かれている（${shown} 文字）` },
    mend: { en: 'take it out, and make a new one', ja: '取り除き、その秘密は作り直す' },
  }]
}
