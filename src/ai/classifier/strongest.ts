import { UnitSet } from '../text/unit-set.ts'
import type { FeatureRange, LinearModel } from './linear-model.ts'
import type { TextFeatures } from './text-features.ts'

const LETTERS = new UnitSet(/[\p{L}\p{M}\p{N}']/u)
/** A row of letters longer than this is no word; its pieces stand for themselves. In scripts without spaces a row is a sentence. */
const LONGEST_WORD = 40
const LONGEST_DENSE_WORD = 6
/** Thai, and what follows: scripts without spaces, above all. */
const WITHOUT_SPACES_FROM = 0x0e00
/** Stretches of the text that are looked at for each word asked for: several may be one word, or lie in one another. */
const CANDIDATES_PER_WORD = 6

/** The words that spoke most for a range being hostile, in the order of the text. */
export function strongestWords(model: LinearModel, text: string, { places, weights, starts, ends }: TextFeatures, { from, to }: FeatureRange, count: number): string[] {
  const words = wordBounds(text)
  const sums = new Map<number, number>()
  for (let i = from; i < to; i++) {
    const start = starts[i]!
    const last = ends[i]! - 1
    const first = words.isLong(start) ? start : words.starts[start]!
    const end = words.isLong(last) ? last + 1 : words.ends[last]!
    const key = first * KEY + end
    sums.set(key, (sums.get(key) ?? 0) + model.weights[places[i]!]! * weights[i]!)
  }
  const taken: { readonly start: number; readonly end: number }[] = []
  const byText = new Map<string, { sum: number; start: number }>()
  for (const [key, sum] of [...sums].filter(each => each[1] > 0).sort((one, other) => other[1] - one[1]).slice(0, CANDIDATES_PER_WORD * count)) {
    const start = Math.floor(key / KEY)
    const end = key % KEY
    if (taken.some(each => each.start < end && start < each.end)) continue
    taken.push({ start, end })
    const word = text.slice(start, end).trim().replaceAll(/\s+/g, ' ')
    if (word.length < 2) continue
    const known = byText.get(word)
    byText.set(word, { sum: sum + (known?.sum ?? 0), start: known?.start ?? start })
  }
  return [...byText]
    .sort(([, one], [, other]) => other.sum - one.sum)
    .slice(0, count)
    .sort(([, one], [, other]) => one.start - other.start)
    .map(([word]) => word)
}

/** Two places of a text in one number; texts are shorter. */
const KEY = 2 ** 26

/** For each character the bounds of the row of letters it stands in, or its own. */
function wordBounds(text: string): { readonly starts: Int32Array; readonly ends: Int32Array; isLong(at: number): boolean } {
  const starts = new Int32Array(text.length)
  const ends = new Int32Array(text.length)
  for (let i = 0; i < text.length;) {
    const start = i
    while (i < text.length && LETTERS.has(text.charCodeAt(i))) i++
    const end = Math.max(i, start + 1)
    starts.fill(start, start, end)
    ends.fill(end, start, end)
    i = end
  }
  return { starts, ends, isLong: at => ends[at]! - starts[at]! > (text.charCodeAt(at) >= WITHOUT_SPACES_FROM ? LONGEST_DENSE_WORD : LONGEST_WORD) }
}
