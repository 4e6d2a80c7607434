import { WORDY_LENGTH, WORDY_LETTERS } from './defaults.ts'
import { ENGLISH_WORDS } from './english-words.ts'

export interface EnglishShare {
  /** Of the words, those that are common in English: 0.7 and more in prose, next to nothing in shifted or reversed text. */
  readonly share: number
  readonly words: number
  readonly common: number
  /** Common words of four letters and more: these come about by chance least of all. */
  readonly longCommon: number
  /** Share of the letters that stand in common words. */
  readonly letterShare: number
}

const APOSTROPHE = 0x27
const LETTER_A = 0x61
const LETTER_Z = 0x7a
const ASCII = 128
/** Every ASCII character as itself. */
const THEMSELVES = Uint8Array.from({ length: ASCII }, (_, code) => code)
const LONG = 4
/** What a letter in no word costs, a word being 1. */
const COST_OF_OTHER = 0.9

/** The words as a tree: place `27 * node + letter` says the next node, 0 for none; the apostrophe is the last letter. The highest bit says that a word ends. */
const NODES = 27
const ENDS = 0x8000
const NODE = 0x7fff
const TREE = treeOf(ENGLISH_WORDS)

function treeOf(words: Iterable<string>): Uint16Array {
  const nodes: number[][] = [Array.from({ length: NODES }, () => 0)]
  for (const word of words) {
    let node = nodes[0]!
    let last = -1
    for (let i = 0; i < word.length; i++) {
      if (last >= 0) node = nodes[node[last]! & NODE]!
      last = word.charCodeAt(i) === APOSTROPHE ? NODES - 1 : word.charCodeAt(i) - LETTER_A
      if ((node[last]! & NODE) === 0) node[last]! |= nodes.push(Array.from({ length: NODES }, () => 0)) - 1
    }
    node[last]! |= ENDS
  }
  return Uint16Array.from(nodes.flat())
}

/** @param word in small letters */
export function isEnglish(word: string): boolean {
  return ENGLISH_WORDS.has(word)
}

/**
 * How much of a lower-case text is English.
 *
 * @param letters what each ASCII character stands for, so that a substitution need not be written out
 */
export function englishShare(text: string, letters: Uint8Array = THEMSELVES): EnglishShare {
  let words = 0
  let common = 0
  let longCommon = 0
  let lettersOfWords = 0
  let commonLetters = 0
  let start = -1
  /** Where the letters of the word so far lead in the tree. */
  let reached = 0
  for (let i = 0; i <= text.length; i++) {
    const written = i < text.length ? text.charCodeAt(i) : 0
    const code = written < ASCII ? letters[written]! : written
    if ((code >= LETTER_A && code <= LETTER_Z) || (code === APOSTROPHE && start >= 0)) {
      const letter = code === APOSTROPHE ? NODES - 1 : code - LETTER_A
      if (start < 0) {
        start = i
        reached = TREE[letter]!
      } else if (reached !== 0) reached = (reached & NODE) === 0 ? 0 : TREE[(reached & NODE) * NODES + letter]!
      continue
    }
    if (start < 0) continue
    const length = i - start
    words++
    lettersOfWords += length
    if (reached >= ENDS) {
      common++
      commonLetters += length
      if (length >= LONG) longCommon++
    }
    start = -1
  }
  return { share: words === 0 ? 0 : common / words, words, common, longCommon, letterShare: lettersOfWords === 0 ? 0 : commonLetters / lettersOfWords }
}

/**
 * Letters without spaces as English words, the fewest of them, with few other letters between them; null when they are none. Takes time linear in the
 * letters.
 *
 * @param letters in small letters
 */
export function splitIntoWords(letters: string): string[] | null {
  const costs = new Float64Array(letters.length + 1).fill(Infinity)
  /** Of the word that ends here; 0 of a letter that is in none. */
  const lengths = new Uint8Array(letters.length + 1)
  costs[0] = 0
  for (let start = 0; start < letters.length; start++) {
    const cost = costs[start]! + 1
    // Of what costs the same the shorter word stands, and before all a letter in no word.
    for (let end = start + 1, node = 0; end <= letters.length; end++) {
      const code = letters.charCodeAt(end - 1)
      const letter = code === APOSTROPHE ? NODES - 1 : code - LETTER_A
      if (letter < 0 || letter >= NODES || code === LETTER_Z + 1) break
      const reached = TREE[node * NODES + letter]!
      if (reached >= ENDS && cost <= costs[end]!) {
        costs[end] = cost
        lengths[end] = end - start
      }
      node = reached & NODE
      if (node === 0) break
    }
    const alone = costs[start]! + COST_OF_OTHER
    if (alone > costs[start + 1]!) continue
    costs[start + 1] = alone
    lengths[start + 1] = 0
  }
  const words: string[] = []
  let known = 0
  let common = 0
  for (let end = letters.length; end > 0;) {
    const length = lengths[end]!
    if (length === 0) {
      let start = end
      while (start > 0 && lengths[start] === 0) start--
      words.push(letters.slice(start, end))
      end = start
      continue
    }
    words.push(letters.slice(end - length, end))
    known += length
    common++
    end -= length
  }
  return known < WORDY_LETTERS * letters.length || known < WORDY_LENGTH * common ? null : words.reverse()
}
