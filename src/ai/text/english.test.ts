import fc from 'fast-check'
import { expect, it } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { ENGLISH_WORDS } from './english-words.ts'
import { englishShare, splitIntoWords } from './english.ts'

const WORDS = [...ENGLISH_WORDS]
const text = fc.array(fc.oneof(fc.constantFrom(...WORDS), fc.stringMatching(/^[a-z']{1,9}$/), fc.constantFrom(' ', '\'', '-', 'é', 'A', '{')), { maxLength: 30 })

it('counts the words that are in the list', () => {
  fc.assert(fc.property(text, fc.constantFrom('', ' '), (parts, between) => {
    const written = parts.join(between)
    const words = written.match(/[a-z][a-z']*/g) ?? []
    const common = words.filter(word => ENGLISH_WORDS.has(word))
    expect(englishShare(written)).toMatchObject({ words: words.length, common: common.length, longCommon: common.filter(word => word.length >= 4).length })
  }), { numRuns: byDepth(200, 3_000, 200_000) })
})

it('splits letters into the words that cost least', () => {
  fc.assert(fc.property(text, parts => {
    const letters = parts.filter(part => part !== ' ').join('')
    expect(splitIntoWords(letters)).toEqual(slowly(letters))
  }), { numRuns: byDepth(200, 2_000, 100_000) })
})

/** As the definition has it: the fewest words, each letter outside of words costing nine tenths of one. */
function slowly(letters: string): string[] | null {
  const best: { readonly cost: number; readonly length: number }[] = [{ cost: 0, length: 0 }]
  for (let end = 1; end <= letters.length; end++) {
    let found = { cost: best[end - 1]!.cost + 0.9, length: 0 }
    for (let length = 1; length <= Math.min(16, end); length++) {
      const cost = best[end - length]!.cost + 1
      if (cost < found.cost && ENGLISH_WORDS.has(letters.slice(end - length, end))) found = { cost, length }
    }
    best.push(found)
  }
  const pieces: { readonly text: string; readonly isWord: boolean }[] = []
  for (let end = letters.length; end > 0;) {
    let start = end - Math.max(1, best[end]!.length)
    if (best[end]!.length === 0) while (start > 0 && best[start]!.length === 0) start--
    pieces.unshift({ text: letters.slice(start, end), isWord: best[end]!.length > 0 })
    end = start
  }
  const words = pieces.filter(({ isWord }) => isWord)
  const known = words.reduce((sum, word) => sum + word.text.length, 0)
  return known < 0.75 * letters.length || known < 3.4 * words.length ? null : pieces.map(piece => piece.text)
}
