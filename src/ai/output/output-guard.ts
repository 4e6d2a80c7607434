import { endOfSecret, findSecrets } from '../secret/find-secrets.ts'
import type { GuardLayer, GuardReason } from '../judge/verdict.ts'
import { quoted } from '../judge/quotation.ts'
import { masked } from '../judge/shown.ts'
import { carryingLinks } from './judge-links.ts'
import { lettersOf } from './system-letters.ts'
import type { SystemLetters } from './system-letters.ts'

/** What is wrong with a stretch of an answer. */
export interface OutputFinding {
  readonly start: number
  readonly end: number
  readonly verdict: 'flag' | 'redact' | 'block'
  readonly layer: GuardLayer
  /** What decided in the layer, by its id. */
  readonly kind: string
  /** What the finding is about: the stretch itself; of a leak, what must not leave. */
  readonly subject: string
  readonly score: number
  readonly reason: GuardReason
  /** What is put in its place where it is redacted. */
  readonly shown: string
}

/** What an answer is held against. */
export interface OutputContext {
  /** What the model was told in confidence. */
  readonly system: readonly SystemLetters[]
  /** Texts that stand nowhere but in what is confidential, planted to be seen when they leave. */
  readonly canaries: readonly string[]
  /** Whether links may carry data there; pictures, which nobody has to click, must be more certain. */
  isKnownHost(host: string, use: 'link' | 'picture'): boolean
  /** Whether a person took such a finding back; without it, none is. */
  isLifted?(finding: Pick<OutputFinding, 'layer' | 'kind' | 'subject'>): boolean
}

const MARKUP = /<script\b|<iframe\b|\bon(?:error|load|click|mouseover)\s*=|javascript:/i

/** Judges a stretch of an answer: keys and passwords, what was told in confidence, links that carry data, markup that runs. */
export function judgeOutput(text: string, context: OutputContext): OutputFinding[] {
  const found = allFindings(text, context)
  const { isLifted } = context
  return isLifted === undefined ? found : found.filter(finding => !isLifted(finding))
}

function allFindings(text: string, { system, canaries, isKnownHost }: OutputContext): OutputFinding[] {
  const found: OutputFinding[] = findSecrets(text).filter(({ isSecret }) => isSecret).map(hit => ({ ...hit, whole: endOfSecret(text, hit) })).map(({ kind, start, end, whole }) => ({
    start, end: whole, verdict: 'redact', layer: 'secret', kind: kind.id, subject: text.slice(start, end), score: 0.95, shown: `[${kind.id}]`,
    reason: { en: `the answer holds ${kind.en} (${masked(text.slice(start, end))})`, ja: `回答に${kind.ja}が含まれている（${masked(text.slice(start, end))}）` },
  }))
  const letters = system.length + canaries.length === 0 ? '' : lettersOf(text)
  const whole = (finding: Omit<OutputFinding, 'start' | 'end' | 'shown'>) => found.push({ start: 0, end: text.length, shown: '', ...finding })
  for (const canary of canaries.filter(each => letters.includes(lettersOf(each)))) {
    whole({
      verdict: 'block', layer: 'leak', kind: 'canary', subject: canary, score: 1,
      reason: { en: 'it holds a mark or code that stands in confidential text only', ja: '機密の文章にだけある目印やコードが含まれている' },
    })
  }
  for (const { text: subject } of system.filter(each => each.isRepeatedBy(letters))) {
    whole({ verdict: 'block', layer: 'leak', kind: 'system', subject, score: 0.95, reason: { en: 'the answer repeats the system prompt', ja: '回答がシステムプロンプトを繰り返している' } })
  }
  for (const { start, end, host: written, isPicture } of carryingLinks(text, isKnownHost)) {
    const host = quoted(written)
    found.push({
      start, end, verdict: isPicture ? 'redact' : 'flag', layer: 'link', kind: isPicture ? 'picture' : 'link', subject: text.slice(start, end), score: isPicture ? 0.9 : 0.6, shown: isPicture ? '[picture]' : '[link]',
      reason: isPicture
        ? { en: `showing the answer would send data to ${host} in the address of a picture`, ja: `回答を表示すると、画像のアドレスに載せたデータが${host}へ送られる` }
        : { en: `a link in the answer carries data to ${host}`, ja: `回答のリンクが${host}へデータを運ぶ` },
    })
  }
  const markup = MARKUP.exec(text)
  if (markup !== null) {
    found.push({
      start: markup.index, end: markup.index + markup[0].length, verdict: 'flag', layer: 'markup', kind: '', subject: markup[0], score: 0.6, shown: '',
      reason: { en: `the answer holds markup that runs where it is shown raw (${markup[0]})`, ja: `そのまま表示すると実行されるマークアップが回答に含まれている（${markup[0]}）` },
    })
  }
  return found
}
