import { masked } from '../../judge/shown.ts'
import { findSecrets } from '../../secret/find-secrets.ts'
import type { DocumentFinding } from '../document-finding.ts'
import type { TextRun } from './text-run.ts'

/** Examples in documentation are full of these; a key of a provider's own form is a key. */
const UNSURE = new Set(['password-in-context', 'connection-string'])

/** The first key or password of a text: whoever asks for it would get it. */
export function secretsIn(run: TextRun): DocumentFinding | null {
  const secret = findSecrets(run.text).find(({ isSecret }) => isSecret)
  if (secret === undefined) return null
  const { kind, start, end } = secret
  const { part, offset } = run.placeOf(start)
  const shown = masked(run.text.slice(start, end))
  return { check: 'secret', verdict: UNSURE.has(kind.id) ? 'note' : 'flag', part, offset, quoted: '', reason: { en: `it holds ${kind.en} (${shown} characters); whoever asks for it would get it`, ja: `${kind.ja}が含まれている（${shown} 文字）。尋ねた人に渡るおそれがある` } }
}
