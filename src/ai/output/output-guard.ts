import { endOfSecret, findKeys, findSecrets } from '../secret/find-secrets.ts'
import type { GuardLayer, GuardReason } from '../judge/verdict.ts'
import { quoted } from '../judge/quotation.ts'
import { maskedHit } from '../judge/shown.ts'
import { codeInAnswer } from './code-in-answers.ts'
import { canaryForms } from './canary-forms.ts'
import { carryingLinks } from './judge-links.ts'
import { lettersOf, letterViews, readingsOf, withWordsReversed } from './letters-of.ts'
import { markupInAnswer } from './markup-in-answers.ts'
import { ECOSYSTEM_NAMES } from './package/ecosystem.ts'
import { withoutEscapes } from './escaped-lines.ts'
import type { KnownPackages } from './package/known-packages.ts'
import { unknownPackages } from './package/unknown-packages.ts'
import { SeenBefore } from './seen-before.ts'
import type { SystemLetters } from './system-letters.ts'
import { refusalOf, topicReason } from './topics.ts'
import type { Topics } from './topics.ts'

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
  /** It is about all that follows as well: where it is redacted, nothing of that is left. */
  readonly isRest?: true
}

/** What an answer is held against. */
export interface OutputContext {
  /** What the model was told in confidence. */
  readonly system: readonly SystemLetters[]
  /** Texts that stand nowhere but in what is confidential, planted to be seen when they leave. */
  readonly canaries: readonly string[]
  /** Whether links may carry data there; pictures, which nobody has to click, must be more certain. */
  isKnownHost(host: string, use: 'link' | 'picture'): boolean
  /** What it is not to speak of. */
  readonly topics?: Topics
  /** Whether the person named a personal datum before, who may read it then; without it, none is looked for. */
  isKnownDatum?(value: string): boolean
  /** Packages that it may name; without it, any. */
  readonly packages?: KnownPackages | undefined
  /** Whether a person took such a finding back; without it, none is. */
  isLifted?(finding: Pick<OutputFinding, 'layer' | 'kind' | 'subject'>): boolean
}

/**
 * Judges a stretch of an answer: keys and passwords, what was told in confidence, links that carry data, markup that runs, commands and queries that do harm.
 *
 * @param before what came of it, where it comes in pieces
 */
export function judgeOutput(text: string, context: OutputContext, before: SeenBefore = new SeenBefore()): OutputFinding[] {
  const found = allFindings(text, context, before)
  const { isLifted } = context
  return isLifted === undefined ? found : found.filter(finding => !isLifted(finding))
}

function secretsIn(text: string, context: OutputContext): OutputFinding[] {
  const hits = context.isKnownDatum === undefined ? findKeys(text) : findSecrets(text).filter(({ isSecret, start, end }) => isSecret || context.isKnownDatum?.(text.slice(start, end)) === false)
  return hits.map(hit => {
    const { kind, isSecret, start, end } = hit
    const characters = maskedHit(text, hit)
    return {
      start, end: endOfSecret(text, hit), verdict: 'redact', layer: 'secret', kind: kind.id, subject: text.slice(start, end), score: isSecret ? 0.95 : 0.5, shown: `[${kind.id}]`,
      reason: { en: `the answer holds ${kind.en} (${characters} characters)`, ja: `回答に${kind.ja}が含まれている（${characters} 文字）` },
    }
  })
}

function allFindings(text: string, context: OutputContext, { references, code }: SeenBefore): OutputFinding[] {
  const { system, canaries, topics, packages } = context
  const read = withoutEscapes(text)
  const found = secretsIn(text, context)
  const views = system.length + canaries.length === 0 ? [] : letterViews(text)
  const readings = system.length === 0 ? [] : [...views, lettersOf(withWordsReversed(text))].map(readingsOf)
  const whole = (finding: Omit<OutputFinding, 'start' | 'end' | 'shown'>) => found.push({ start: 0, end: text.length, shown: '', ...finding })
  for (const { canary } of canaryForms(canaries).filter(({ forms }) => forms.some(form => views.some(letters => letters.includes(form))))) {
    whole({
      verdict: 'block', layer: 'leak', kind: 'canary', subject: canary, score: 1,
      reason: { en: 'it holds a mark or code that stands in confidential text only', ja: '機密の文章にだけある目印やコードが含まれている' },
    })
  }
  for (const { text: subject } of system.filter(each => readings.some(reading => each.isRepeatedBy(reading)))) {
    whole({ verdict: 'block', layer: 'leak', kind: 'system', subject, score: 0.95, reason: { en: 'the answer repeats the system prompt', ja: '回答がシステムプロンプトを繰り返している' } })
  }
  for (const { start, end, host: written, isPicture, carrying } of carryingLinks(read, context, references)) {
    const host = quoted(written)
    const place = { start, end, layer: 'link', kind: isPicture ? 'picture' : 'link', subject: text.slice(start, end), shown: isPicture ? '[picture]' : '[link]' } as const
    if (isPicture && carrying === 'certain') {
      found.push({ ...place, verdict: 'redact', score: 0.9, reason: { en: `showing the answer would send data to ${host} in the address of a picture`, ja: `回答を表示すると、画像のアドレスに載せたデータが${host}へ送られる` } })
    } else if (isPicture) {
      found.push({ ...place, verdict: 'flag', score: 0.5, reason: { en: `the address of a picture at ${host} is a whole sentence, which showing the answer would send there`, ja: `${host}の画像のアドレスが文になっており、回答を表示するとそこへ送られる` } })
    } else found.push({ ...place, verdict: 'flag', score: 0.6, reason: { en: `a link in the answer carries data to ${host}`, ja: `回答のリンクが${host}へデータを運ぶ` } })
  }
  // Of what is withheld the program is told why: neither a command nor a word of a topic reaches it by that.
  for (const { start, end, subject, id, en, ja } of codeInAnswer(read)) {
    found.push({
      start, end, verdict: 'flag', layer: 'code', kind: id, subject, score: 0.6, shown: '',
      reason: { en: `the answer shows a command or a query that does harm where it is run: ${en}`, ja: `実行すると害のあるコマンドまたはクエリが回答に含まれている：${ja}` },
    })
  }
  for (const { topic, words } of topics?.find(text) ?? []) {
    found.push({ start: 0, end: Infinity, isRest: true, verdict: topic.found, layer: 'topic', kind: topic.name, subject: words, score: 0.9, shown: refusalOf(topic, text), reason: topicReason(topic) })
  }
  for (const { ecosystem, name, start, end, nearest } of packages === undefined ? [] : unknownPackages(read, packages, code)) {
    const hint = nearest === null ? { en: '', ja: '' } : { en: `; the nearest that there is: ${nearest}`, ja: `。一覧で最も近い名前：${nearest}` }
    found.push({
      start, end, verdict: 'flag', layer: 'package', kind: ecosystem, subject: `${ecosystem} ${name}`, score: 0.6, shown: '',
      reason: { en: `the answer names a package of ${ECOSYSTEM_NAMES[ecosystem]} that is not in the list, and may be made up: ${quoted(name)}${hint.en}`, ja: `回答が、一覧にない ${ECOSYSTEM_NAMES[ecosystem]} のパッケージを挙げている（架空の名前かもしれない）：${quoted(name)}${hint.ja}` },
    })
  }
  for (const { start, end, subject } of markupInAnswer(read)) {
    const shown = quoted(subject)
    found.push({
      start, end, verdict: 'flag', layer: 'markup', kind: '', subject, score: 0.6, shown: '',
      reason: { en: `the answer holds markup that runs where it is shown raw (${shown})`, ja: `そのまま表示すると実行されるマークアップが回答に含まれている（${shown}）` },
    })
  }
  return found
}
