import { classify, wholeOf, worstWindow } from '../classifier/classifier.ts'
import { strongestWords } from '../classifier/strongest.ts'
import type { SecretHit } from '../secret/find-secrets.ts'
import { findSecrets } from '../secret/find-secrets.ts'
import type { TermHit } from '../signature/term-automaton.ts'
import type { CanonicalText } from '../text/canonicalise.ts'
import { canonicalise } from '../text/canonicalise.ts'
import type { Guard } from './guard.ts'
import { judgeContext } from './judge-context.ts'
import type { IsLifted } from './lifted.ts'
import { nothingIsLifted } from './lifted.ts'
import { Quotation } from './quotation.ts'
import { masked } from './shown.ts'
import type { GuardJudgement } from './verdict.ts'
import { ALLOWED } from './verdict.ts'

/** A text on its way to a model. */
export interface Prompt {
  readonly text: string
  /** What the assistant was told before, by whom it may believe. */
  readonly system?: string | undefined
}

const STRONGEST = 3
const CERTAIN = 0.99
const LIKELY = 0.9

/**
 * Judges a prompt by what it says in canonical form: families of injection by their words, then a classifier over its sentences; what of it must
 * not be sent on; and what it is for an assistant that was told so. The gravest verdict stands, but for those that are lifted.
 */
export function judgePrompt(guard: Guard, { text, system }: Prompt, isLifted: IsLifted = nothingIsLifted): GuardJudgement {
  const whole = canonicalise(text)
  const secrets = findSecrets(whole.decoded).filter(({ isSecret }) => isSecret)
  // A key is a row of random letters: what is said beside it is judged without it.
  const canonical = secrets.length === 0 ? whole : canonicalise(withoutSecrets(whole.decoded, secrets))
  const concepts = guard.signatures.conceptsIn(canonical.text)
  const bySignature = judgeSignatures(guard, canonical, concepts, isLifted)
  if (bySignature !== null) return bySignature
  const byClassifier = isLifted('classifier', '') ? ALLOWED : judgeByModel(guard, canonical, concepts)
  if (byClassifier.verdict === 'block') return byClassifier
  const secret = secrets.find(({ kind }) => !isLifted('secret', kind.id))
  if (secret !== undefined) return redacted(whole.decoded, secret)
  return byClassifier.verdict === 'allow' && system !== undefined && !isLifted('context', '') ? judgeContext(guard, system, canonical) ?? byClassifier : byClassifier
}

function withoutSecrets(text: string, secrets: readonly SecretHit[]): string {
  let rest = ''
  let from = 0
  for (const { start, end } of secrets) {
    rest += text.slice(from, start)
    from = end
  }
  return rest + text.slice(from)
}

function judgeSignatures({ signatures }: Guard, { text, unleeted, decoded, disguises }: CanonicalText, concepts: readonly TermHit[], isLifted: IsLifted): GuardJudgement | null {
  for (const view of unleeted === null ? [text] : [text, unleeted]) {
    const hit = signatures.match(view, view === text ? concepts : signatures.conceptsIn(view), 'prompt').find(({ signature: { weight, id } }) => weight === 'certain' && !isLifted('signature', id))
    if (hit === undefined) continue
    const quoted = new Quotation(view, decoded).of(hit.start, hit.end)
    return {
      verdict: 'block', layer: 'signature', kind: hit.signature.id, score: CERTAIN,
      reason: { en: `${hit.signature.en}: “${quoted}”${disguisedEn(disguises)}`, ja: `${hit.signature.ja}：「${quoted}」${disguisedJa(disguises)}` },
    }
  }
  return null
}

function judgeByModel({ classifier, card }: Guard, { text, decoded, disguises }: CanonicalText, concepts: readonly TermHit[]): GuardJudgement {
  const classified = classify(classifier, text, concepts)
  const { features, whole, windows, ranges, odds } = classified
  const worst = worstWindow(classified)
  const window = odds[worst] ?? whole
  const score = 1 / (1 + Math.exp(-Math.max(whole, window)))
  const byWhole = whole - card.whole.flag
  const byWindow = window - card.windows.flag
  if (byWhole < 0 && byWindow < 0) return { ...ALLOWED, score }
  // Which of the two is surer names the words.
  const [model, range] = worst < 0 || byWhole >= byWindow ? [classifier.whole, wholeOf(features)] as const : [classifier.windows, ranges[worst]!] as const
  const quotation = new Quotation(text, decoded)
  const words = quotation.telling(strongestWords(model, text, features, range, STRONGEST))
  const place = model === classifier.whole || windows.length === 1 ? null : quotation.of(windows[worst]!.start, windows[worst]!.end)
  return {
    verdict: whole >= card.whole.block || window >= card.windows.block ? 'block' : 'flag', layer: 'classifier', score,
    reason: {
      en: `it resembles known injections${words.length === 0 ? '' : `, above all by ${words.map(word => `“${word}”`).join(', ')}`}${place === null ? '' : ` (“${place}”)`}${disguisedEn(disguises)}`,
      ja: `既知の攻撃に似ている${words.length === 0 ? '' : `。特に${words.map(word => `「${word}」`).join('')}`}${place === null ? '' : `（「${place}」）`}${disguisedJa(disguises)}`,
    },
  }
}

function redacted(text: string, { kind, start, end }: SecretHit): GuardJudgement {
  const shown = masked(text.slice(start, end))
  return { verdict: 'redact', layer: 'secret', kind: kind.id, score: LIKELY, reason: { en: `it holds ${kind.en} (${shown})`, ja: `${kind.ja}が含まれている（${shown}）` } }
}

function disguisedEn(disguises: readonly string[]): string {
  return disguises.length === 0 ? '' : `; it was disguised (${disguises.join(', ')})`
}

function disguisedJa(disguises: readonly string[]): string {
  return disguises.length === 0 ? '' : `。偽装されていた（${disguises.join('、')}）`
}
