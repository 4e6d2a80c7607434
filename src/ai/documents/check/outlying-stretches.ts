import { Quotation } from '../../judge/quotation.ts'
import { LEAST_DEVIATION_BITS, MODEL_CORPUS_LETTERS, MODEL_DOCUMENTS, OUTLIER_DEVIATIONS, STRETCH_CHARACTERS } from '../defaults.ts'
import type { DocumentFinding } from '../document-finding.ts'
import type { RetrievedText } from './aimed-documents.ts'
import { LetterModel } from './letter-model.ts'

/** Of a normal distribution, one standard deviation is so many median absolute deviations. */
const DEVIATIONS_PER_MAD = 1.4826
/** Characters of one document that the model learns and looks at. */
const LOOKED_AT = 100_000

interface Stretch {
  readonly document: number
  readonly start: number
  readonly bits: number
}

export interface Outliers {
  readonly findings: ReadonlyMap<number, DocumentFinding>
  /** Documents that no model could be made for: too few of their script. */
  readonly unmeasured: readonly number[]
}

/**
 * Documents with a stretch that is unlike everything else: each is measured in bits a letter by a model of all others in its script (leave one out). Random letters,
 * as optimised attacks append them, another language and encoded data stand out.
 */
export function outlyingStretches(documents: readonly RetrievedText[]): Outliers {
  const findings = new Map<number, DocumentFinding>()
  const unmeasured: number[] = []
  const scripts = new Map<string, number[]>()
  const texts = documents.map(({ text }) => text.slice(0, LOOKED_AT).toLowerCase().replaceAll(/\s/g, ' '))
  for (const [index, text] of texts.entries()) if (text.trim() !== '') scripts.set(scriptOf(text), [...scripts.get(scriptOf(text)) ?? [], index])
  for (const members of scripts.values()) {
    const letters = members.reduce((sum, index) => sum + texts[index]!.length, 0)
    if (members.length < MODEL_DOCUMENTS || letters < MODEL_CORPUS_LETTERS) unmeasured.push(...members)
    else for (const { document, start, bits, usual } of outliersAmong(members, texts)) {
      const quoted = new Quotation(documents[document]!.text).of(start, start + STRETCH_CHARACTERS)
      const [high, low] = [bits.toFixed(1), usual.toFixed(1)]
      findings.set(document, {
        check: 'unlike-others', verdict: 'flag', part: '', offset: start, quoted,
        reason: {
          en: `a stretch reads like none of the other documents: ${high} bits a letter by a model of them, usual are ${low}`,
          ja: `ほかの文書に見られない文字の並びがある：ほかの文書から作ったモデルで 1 文字あたり ${high} ビット（通常は ${low}）`,
        },
      })
    }
  }
  return { findings, unmeasured }
}

function outliersAmong(members: readonly number[], texts: readonly string[]): (Stretch & { readonly usual: number })[] {
  const model = new LetterModel()
  for (const index of members) model.count(texts[index]!, 1)
  const worst: Stretch[] = []
  const all: number[] = []
  for (const index of members) {
    const text = texts[index]!
    model.count(text, -1)
    const stretches = stretchesOf(model.bits(text), index)
    model.count(text, 1)
    all.push(...stretches.map(({ bits }) => bits))
    const first = stretches.toSorted((a, b) => b.bits - a.bits)[0]
    if (first !== undefined) worst.push(first)
  }
  const usual = median(all)
  const deviation = Math.max(LEAST_DEVIATION_BITS, DEVIATIONS_PER_MAD * median(all.map(bits => Math.abs(bits - usual))))
  return worst.filter(({ bits }) => bits > usual + OUTLIER_DEVIATIONS * deviation).map(each => ({ ...each, usual }))
}

/** Stretches that overlap by half, so that none falls between two. */
function stretchesOf(bits: Float64Array, document: number): Stretch[] {
  const sums = new Float64Array(bits.length + 1)
  for (let at = 0; at < bits.length; at++) sums[at + 1] = sums[at]! + bits[at]!
  const stretches: Stretch[] = []
  for (let start = 0; start === 0 || start + STRETCH_CHARACTERS <= bits.length; start += STRETCH_CHARACTERS / 2) {
    const end = Math.min(bits.length, start + STRETCH_CHARACTERS)
    stretches.push({ document, start, bits: (sums[end]! - sums[start]!) / Math.max(1, end - start) })
  }
  return stretches
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
}

function scriptOf(text: string): string {
  const sample = text.slice(0, 4_096)
  const count = (pattern: RegExp) => sample.match(pattern)?.length ?? 0
  const kinds: readonly (readonly [string, number])[] = [
    ['latin', count(/[a-z]/g)], ['japanese', 3 * count(/[\u3040-\u30ff]/g)], ['han', count(/[\u4e00-\u9fff]/g)], ['hangul', count(/[\uac00-\ud7af]/g)], ['cyrillic', count(/[\u0400-\u04ff]/g)], ['arabic', count(/[\u0600-\u06ff]/g)],
  ]
  return kinds.toSorted((a, b) => b[1] - a[1])[0]![0]
}
