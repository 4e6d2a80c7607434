import type { FeatureRange, LinearModel } from './linear-model.ts'
import type { TextFeatures } from './text-features.ts'

/** The words that spoke most for a range being hostile, in the order of the text. */
export function strongestWords(model: LinearModel, text: string, { places, weights, starts, ends }: TextFeatures, { from, to }: FeatureRange, count: number): string[] {
  const sums = new Map<string, { sum: number; start: number }>()
  for (let i = from; i < to; i++) {
    const [start, end] = wordAround(text, starts[i]!, ends[i]!)
    const word = text.slice(start, end).trim()
    const known = sums.get(word) ?? { sum: 0, start }
    known.sum += model.weights[places[i]!]! * weights[i]!
    sums.set(word, known)
  }
  return [...sums]
    .filter(([word, { sum }]) => sum > 0 && word.length > 1)
    .sort(([, one], [, other]) => other.sum - one.sum)
    .slice(0, count)
    .sort(([, one], [, other]) => one.start - other.start)
    .map(([word]) => word.replaceAll(/\s+/g, ' '))
}

const LETTER = /[\p{L}\p{M}\p{N}']/u
const LONGEST_WORD = 40

function wordAround(text: string, start: number, end: number): readonly [start: number, end: number] {
  let first = start
  let last = end
  while (first > 0 && start - first < LONGEST_WORD && LETTER.test(text[first - 1]!)) first--
  while (last < text.length && last - end < LONGEST_WORD && LETTER.test(text[last]!)) last++
  return [first, last]
}
