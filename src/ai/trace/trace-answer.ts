import { quoted } from '../judge/quotation.ts'
import type { GuardReason } from '../judge/verdict.ts'
import { CLAIM_WORDS, MOST_ANSWER_CHARACTERS, PARTLY_SHARE, PASSAGE_SENTENCES, SUPPORTED_SHARE } from './defaults.ts'
import { sentencesOf } from './sentences.ts'
import { termsOf } from './terms.ts'

export interface Source {
  readonly name: string
  readonly text: string
}

/** Where a sentence of an answer comes from. `none`: it says nothing that could come from anywhere. */
export const SUPPORT = ['supported', 'partly', 'unsupported', 'none'] as const

export type Support = (typeof SUPPORT)[number]

export interface TracedSentence {
  readonly text: string
  /** Characters from the beginning of the answer. */
  readonly start: number
  readonly support: Support
  /** The passage nearest to it; null where nothing is near. */
  readonly source: { readonly name: string; readonly offset: number; readonly quoted: string } | null
  /** Share of its weight that the passage holds, 0 to 1. */
  readonly share: number
  readonly reason: GuardReason
}

/** A passage of a source: what its sentences hold together. */
interface Passage {
  readonly source: number
  readonly offset: number
  readonly text: string
  readonly numbers: ReadonlySet<string>
}

/**
 * Says of each sentence of an answer which passage of which source holds its words and pairs of words, the rarer the more they count, and which sentences none
 * holds. It compares words, not meaning: what is said in other words is unsupported, and what is denied is not seen.
 */
export function traceAnswer(answer: string, sources: readonly Source[]): TracedSentence[] {
  const index = indexOf(sources)
  return sentencesOf(answer.slice(0, MOST_ANSWER_CHARACTERS)).map(({ text, start }): TracedSentence => {
    const { words, numbers } = termsOf(text)
    if (words.length < CLAIM_WORDS || /[?？]$/.test(text)) return { text, start, support: 'none', source: null, share: 0, reason: { en: 'it states nothing to be traced', ja: '確かめるべき内容を述べていない' } }
    const best = index.nearest([...new Set(gramsOf(words))])
    if (best === null || best.share < PARTLY_SHARE) {
      return { text, start, support: 'unsupported', source: null, share: best?.share ?? 0, reason: { en: 'no source says this', ja: 'どの文書にも見当たらない' } }
    }
    const { passage, share } = best
    const { name } = sources[passage.source]!
    const source = { name, offset: passage.offset, quoted: quoted(passage.text) }
    const missing = numbers.filter(number => !passage.numbers.has(number))
    if (missing.length > 0) {
      const list = missing.slice(0, 3)
      return { text, start, support: 'partly', source, share, reason: { en: `${name} is near, but does not hold the number ${list.join(', ')}`, ja: `${name} に近いが、数値 ${list.join('、')} が含まれていない` } }
    }
    const percent = Math.round(share * 100)
    return share >= SUPPORTED_SHARE
      ? { text, start, support: 'supported', source, share, reason: { en: `${name} holds ${percent} % of what it says`, ja: `${name} に内容の ${percent} % が含まれている` } }
      : { text, start, support: 'partly', source, share, reason: { en: `${name} holds only ${percent} % of what it says`, ja: `${name} に内容の ${percent} % しか含まれていない` } }
  })
}

interface PassageIndex {
  nearest(grams: readonly string[]): { readonly passage: Passage; readonly share: number } | null
}

/** By gram, the passages that hold it; all in time linear in the sources' length. */
function indexOf(sources: readonly Source[]): PassageIndex {
  const passages: Passage[] = []
  const holders = new Map<string, number[]>()
  for (const [source, { text }] of sources.entries()) {
    const sentences = sentencesOf(text)
    const terms = sentences.map(each => termsOf(each.text))
    for (const [first, { start }] of sentences.entries()) {
      const together = terms.slice(first, first + PASSAGE_SENTENCES)
      const number = passages.length
      passages.push({ source, offset: start, text: sentences[first]!.text, numbers: new Set(together.flatMap(({ numbers }) => numbers)) })
      for (const gram of new Set(together.flatMap(({ words }) => gramsOf(words)))) {
        const known = holders.get(gram)
        if (known === undefined) holders.set(gram, [number])
        else known.push(number)
      }
    }
  }
  return {
    nearest(grams) {
      const sums = new Map<number, number>()
      let all = 0
      for (const gram of grams) {
        const held = holders.get(gram) ?? []
        const weight = lengthWeight(gram) * Math.log(1 + (1 + passages.length) / (1 + held.length))
        all += weight
        for (const passage of held) sums.set(passage, (sums.get(passage) ?? 0) + weight)
      }
      let best: number | null = null
      for (const [passage, sum] of sums) if (best === null || sum > sums.get(best)! || (sum === sums.get(best) && passage < best)) best = passage
      return best === null ? null : { passage: tightest(best), share: sums.get(best)! / all }

      /** Of passages that overlap and hold the same, the one that begins last begins with what was asked. */
      function tightest(number: number): Passage {
        const wanted = sums.get(number)!
        let last = number
        while (last - number < PASSAGE_SENTENCES && passages[last + 1]?.source === passages[number]!.source && sums.get(last + 1) === wanted) last++
        return passages[last]!
      }
    },
  }
}

function gramsOf(words: readonly string[]): string[] {
  return words.flatMap((word, at) => (at + 1 < words.length ? [word, `${word} ${words[at + 1]}`] : [word]))
}

/** Short words and the endings of Japanese words say little; pairs of words say that they are used alike. */
function lengthWeight(gram: string): number {
  if (gram.includes(' ')) return /^[\p{Script=Hiragana} ]+$/u.test(gram) ? 0.2 : 0.5
  return /^(?:\p{Script=Latin}{1,3}|\p{Script=Hiragana}+)$/u.test(gram) ? 0.4 : 1
}
