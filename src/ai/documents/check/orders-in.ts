import { classify, worstWindow } from '../../classifier/classifier.ts'
import { strongestWords } from '../../classifier/strongest.ts'
import type { Guard } from '../../judge/guard.ts'
import { Quotation } from '../../judge/quotation.ts'
import type { GuardReason } from '../../judge/verdict.ts'
import { canonicalise } from '../../text/canonicalise.ts'
import { MOST_PLACES, SEEN_ABOVE_FLAG } from '../defaults.ts'
import type { DocumentFinding } from '../document-finding.ts'
import { HIDING } from '../document.ts'
import { isProse, isProseHit, isSeenProse } from '../../judge/prose.ts'
import type { TextRun } from './text-run.ts'

const STRONGEST = 3
const BEYOND_LATIN = /[\u0370-\u1fff\u2e80-\ud7af]/

/** What is said against a stretch of the text in canonical form. */
interface Suspect {
  readonly start: number
  readonly end: number
  readonly isCertain: boolean
  readonly reason: GuardReason
}

/**
 * Orders to whoever reads the text: what a model that gets it as context may follow. In what people see, documents speak of instructions in many harmless ways:
 * there the classifier must be surer than with prompts, and a signature counts where it agrees. In what people do not see, either is enough.
 */
export function ordersIn(guard: Guard, run: TextRun, isHidden: boolean): DocumentFinding | null {
  const canonical = canonicalise(run.text)
  const suspect = suspectIn(guard, { text: canonical.text, written: canonical.decoded }, isHidden) ?? (canonical.unleeted === null ? null : suspectIn(guard, { text: canonical.unleeted, written: canonical.decoded }, isHidden))
  if (suspect === null) return null
  const view = canonical.text
  const at = placeIn(run.text, view, suspect)
  const { part, offset, hiding } = run.placeOf(at)
  const quoted = new Quotation(view, canonical.decoded).of(suspect.start, suspect.end)
  const { en, ja } = suspect.reason
  if (hiding === null) {
    return { check: 'orders', verdict: suspect.isCertain ? 'block' : 'flag', part, offset, quoted, reason: { en: `it gives orders to the model: ${en}`, ja: `モデルへの命令が含まれている：${ja}` } }
  }
  const way = HIDING[hiding]
  return {
    check: 'hidden-orders', verdict: suspect.isCertain ? 'block' : 'flag', part, offset, quoted,
    reason: { en: `text that people do not see (${way.en}) gives orders to the model: ${en}`, ja: `人に見えないテキスト（${way.ja}）にモデルへの命令が含まれている：${ja}` },
  }
}

function suspectIn({ signatures, classifier, card }: Guard, { text, written }: { readonly text: string; readonly written: string }, isHidden: boolean): Suspect | null {
  const concepts = signatures.conceptsIn(text)
  const classified = classify(classifier, text, concepts, ({ start, end }) => (isHidden ? isProse : isSeenProse)(text.slice(start, end)))
  const { features, windows, ranges, odds } = classified
  const agreeing = isHidden ? [] : windows.filter((_, index) => odds[index]! >= card.windows.flag)
  let places = 0
  // The first place of a signature may be a harmless one, which is written there so that nobody reads on.
  for (const { signature, start, end } of signatures.matchAll(text, concepts, 'boundary')) {
    if (++places > MOST_PLACES) break
    const words = text.slice(start, end)
    if (signature.weight !== 'certain' || !isProseHit(words)) continue
    if (!isHidden && !BEYOND_LATIN.test(words) && !agreeing.some(window => window.start < end && start < window.end)) continue
    const quoted = new Quotation(text, written).of(start, end)
    return { start, end, isCertain: true, reason: { en: `${signature.en}: “${quoted}”`, ja: `${signature.ja}：「${quoted}」` } }
  }
  const worst = worstWindow(classified)
  if (worst < 0 || odds[worst]! < card.windows.flag + (isHidden ? 0 : SEEN_ABOVE_FLAG)) return null
  const words = new Quotation(text, written).telling(strongestWords(classifier.windows, text, features, ranges[worst]!, STRONGEST))
  return {
    ...windows[worst]!, isCertain: odds[worst]! >= card.windows.block,
    reason: { en: `it resembles known injections${words.length === 0 ? '' : `, above all by ${words.map(word => `“${word}”`).join(', ')}`}`, ja: `既知の攻撃に似ている${words.length === 0 ? '' : `。特に${words.map(word => `「${word}」`).join('')}`}` },
  }
}

/** Where a stretch of the canonical text stands in the text as written: by its first letters, else by how far into the text it is. */
function placeIn(written: string, canonical: string, { start, end }: Suspect): number {
  const stretch = canonical.slice(start, end).trimStart()
  const from = start + canonical.slice(start, end).length - stretch.length
  const usual = Math.round(from / Math.max(1, canonical.length) * written.length)
  const wanted = stretch.slice(0, SEARCHED)
  const lower = written.toLowerCase()
  const before = lower.lastIndexOf(wanted, usual)
  const after = lower.indexOf(wanted, usual)
  if (before < 0 && after < 0) return Math.min(usual, Math.max(0, written.length - 1))
  return before >= 0 && (after < 0 || usual - before < after - usual) ? before : after
}

/** Letters by which a stretch is found again. */
const SEARCHED = 24
