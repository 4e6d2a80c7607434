import type { AskedOfContext } from '../context/asked-of-context.ts'
import type { CanonicalText } from '../text/canonicalise.ts'
import type { Guard } from './guard.ts'
import { Quotation, quoted } from './quotation.ts'
import type { GuardJudgement, GuardReason } from './verdict.ts'

const SCORE = 0.6

/**
 * What a prompt is, given what the assistant was told before: harmless elsewhere, a question is worth a look where the assistant was told not to
 * give, discuss or do what it asks for.
 *
 * @param system what it was told
 */
export function judgeContext({ contexts }: Guard, system: string, { text, unleeted, decoded }: CanonicalText): GuardJudgement | null {
  for (const reading of unleeted === null ? [text] : [text, unleeted]) {
    const asked = contexts.asked(system, reading)
    if (asked !== null) return { verdict: 'flag', layer: 'context', score: SCORE, reason: reasonOf(asked, new Quotation(reading, decoded)) }
  }
  return null
}

function reasonOf({ kind, words, sentence }: AskedOfContext, quotation: Quotation): GuardReason {
  const en = words.map(word => `“${quotation.ofWords(word)}”`).join(', ')
  const ja = words.map(word => `「${quotation.ofWords(word)}」`).join('')
  const order = quoted(sentence)
  switch (kind) {
    case 'secret': return { en: `it speaks of a secret (${en}) that the assistant was told to keep: “${order}”`, ja: `アシスタントが守るべき秘密に触れている（${ja}）。守るよう定めた文：「${order}」` }
    case 'person': return { en: `it asks for personal data (${en}) that the assistant was told not to disclose: “${order}”`, ja: `アシスタントが明かしてはならない個人情報を求めている（${ja}）。禁じた文：「${order}」` }
    case 'topic': return { en: `it speaks of what the assistant was told to leave alone (${en}): “${order}”`, ja: `アシスタントが扱わないよう指示された内容に触れている（${ja}）。禁じた文：「${order}」` }
    case 'order': return { en: `its content tells the assistant to do something other than its task (${en}): “${order}”`, ja: `内容の中に、本来の課題とは別のことをさせる命令がある（${ja}）。課題：「${order}」` }
  }
}
