import type { Steps } from '../../platform/steps.ts'
import { atOnce } from '../../platform/steps.ts'
import { bothOdds, classify, wholeOf, worstWindow } from '../classifier/classifier.ts'
import { strongestWords } from '../classifier/strongest.ts'
import type { SecretHit } from '../secret/find-secrets.ts'
import { findKeys } from '../secret/find-secrets.ts'
import type { TermHit } from '../signature/term-automaton.ts'
import type { CanonicalText } from '../text/canonicalise.ts'
import { canonicalise, canonicalPieces, isHidden } from '../text/canonicalise.ts'
import { MAXIMUM_CHARACTERS } from '../text/defaults.ts'
import type { Guard } from './guard.ts'
import { judgeContext } from './judge-context.ts'
import type { IsLifted } from './lifted.ts'
import { nothingIsLifted } from './lifted.ts'
import { injectionBySignature } from './order-by-signature.ts'
import { Quotation } from './quotation.ts'
import { masked } from './shown.ts'
import { tooLong } from './too-long.ts'
import type { GuardJudgement } from './verdict.ts'
import { ALLOWED, isGraver } from './verdict.ts'

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
 * not be sent on; and what it is for an assistant that was told so. The gravest verdict stands, but for those that are lifted. A long one is judged in pieces.
 */
export function judgePrompt(guard: Guard, prompt: Prompt, isLifted: IsLifted = nothingIsLifted): GuardJudgement {
  return atOnce(promptSteps(guard, prompt, isLifted))
}

/** The same in steps of some milliseconds each, for `inTurns`. */
export function* promptSteps(guard: Guard, { text, system }: Prompt, isLifted: IsLifted = nothingIsLifted): Steps<GuardJudgement> {
  if (text.length > MAXIMUM_CHARACTERS) return tooLong(text.length)
  let gravest = ALLOWED
  for (const piece of canonicalPieces(text)) {
    if (piece === undefined) {
      yield
      continue
    }
    const judgement = judgePiece(guard, piece, system, isLifted)
    if (judgement.verdict === 'block') return judgement
    if (isGraver(judgement, gravest)) gravest = judgement
  }
  return gravest
}

function judgePiece(guard: Guard, whole: CanonicalText, system: string | undefined, isLifted: IsLifted): GuardJudgement {
  const secrets = findKeys(whole.decoded)
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

function judgeSignatures(guard: Guard, { text, unleeted, decoded, disguises }: CanonicalText, concepts: readonly TermHit[], isLifted: IsLifted): GuardJudgement | null {
  for (const view of unleeted === null ? [text] : [text, unleeted]) {
    const hit = injectionBySignature(guard, view, view === text ? concepts : guard.signatures.conceptsIn(view), isLifted)
    if (hit === null) continue
    const quoted = new Quotation(view, decoded).of(hit.start, hit.end)
    return {
      verdict: 'block', layer: 'signature', kind: hit.signature.id, score: CERTAIN,
      reason: { en: `${hit.signature.en}: “${quoted}”${disguisedEn(disguises)}`, ja: `${hit.signature.ja}：「${quoted}」${disguisedJa(disguises)}` },
    }
  }
  return null
}

function judgeByModel({ classifier, card }: Guard, canonical: CanonicalText, concepts: readonly TermHit[]): GuardJudgement {
  const { text, decoded, disguises } = canonical
  const classified = classify(classifier, text, concepts)
  const { features, whole, windows, ranges, odds } = classified
  const worst = worstWindow(classified)
  const hidden = isHidden(canonical) ? card.disguised : 0
  const window = (odds[worst] ?? whole) + hidden
  const both = bothOdds(whole + hidden, window)
  const score = 1 / (1 + Math.exp(-Math.max(both, window)))
  const byBoth = both - card.together.flag
  const byWindow = window - card.windows.flag
  if (byBoth < 0 && byWindow < 0) return { ...ALLOWED, score }
  // Which of the two is surer names the words.
  const [model, range] = worst < 0 || byBoth >= byWindow ? [classifier.whole, wholeOf(features)] as const : [classifier.windows, ranges[worst]!] as const
  const quotation = new Quotation(text, decoded)
  const words = quotation.telling(strongestWords(model, text, features, range, STRONGEST))
  const place = model === classifier.whole || windows.length === 1 ? null : quotation.of(windows[worst]!.start, windows[worst]!.end)
  return {
    verdict: both >= card.together.block || window >= card.windows.block ? 'block' : 'flag', layer: 'classifier', score,
    reason: {
      en: `it resembles known injections${words.length === 0 ? '' : `, above all by ${words.map(word => `“${word}”`).join(', ')}`}${place === null ? '' : ` (“${place}”)`}${disguisedEn(disguises)}`,
      ja: `既知の攻撃に似ている${words.length === 0 ? '' : `。特に${words.map(word => `「${word}」`).join('')}`}${place === null ? '' : `（「${place}」）`}${disguisedJa(disguises)}`,
    },
  }
}

function redacted(text: string, { kind, start, end }: SecretHit): GuardJudgement {
  const shown = masked(text.slice(start, end))
  return { verdict: 'redact', layer: 'secret', kind: kind.id, score: LIKELY, reason: { en: `it holds ${kind.en} (${shown} characters)`, ja: `${kind.ja}が含まれている（${shown} 文字）` } }
}

function disguisedEn(disguises: readonly string[]): string {
  return disguises.length === 0 ? '' : `; it was disguised (${disguises.join(', ')})`
}

function disguisedJa(disguises: readonly string[]): string {
  return disguises.length === 0 ? '' : `。偽装されていた（${disguises.join('、')}）`
}
