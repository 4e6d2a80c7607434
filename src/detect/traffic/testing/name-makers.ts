/**
 * Names as families of malware make them: how letters are chosen and how long names are is public knowledge of each family; the generators here
 * draw in the same way from a hash of a number, not from the families' own seeds, so that no name of theirs comes out.
 */
export const NAME_MAKERS = {
  /** Each letter drawn evenly from 26, 8 to 11 of them. */
  'a to z, 8 to 11 letters (like Conficker)': index => drawn(index, 'abcdefghijklmnopqrstuvwxyz', 8, 11),
  'a to y, 12 to 15 letters (like CryptoLocker)': index => drawn(index, 'abcdefghijklmnopqrstuvwxy', 12, 15),
  'a to y, 7 to 21 letters (like Necurs)': index => drawn(index, 'abcdefghijklmnopqrstuvwxy', 7, 21),
  'letters and digits, 16 to 28 (like GameOver Zeus)': index => drawn(index, 'abcdefghijklmnopqrstuvwxyz0123456789', 16, 28),
  'hexadecimal, 32 digits (like Bamital)': index => drawn(index, '0123456789abcdef', 32, 32),
  'consonant and vowel in turn, 8 to 14 letters (like Simda)': index => inTurn(index, 8, 14),
  'two words (like Suppobox)': index => words(index),
} satisfies Readonly<Record<string, (index: number) => string>>

const WORDS = ['water', 'house', 'light', 'table', 'green', 'paper', 'stone', 'river', 'music', 'apple', 'north', 'smile', 'cloud', 'bread', 'plant', 'chair', 'glass', 'night', 'field', 'dance']

function drawn(index: number, letters: string, from: number, to: number): string {
  const next = numbers(index)
  return Array.from({ length: from + next(to - from + 1) }, () => letters[next(letters.length)]).join('')
}

function inTurn(index: number, from: number, to: number): string {
  const next = numbers(index)
  return Array.from({ length: from + next(to - from + 1) }, (_, at) => (at % 2 === 0 ? 'bcdfghjklmnpqrstvwxz' : 'aeiouy')[next(at % 2 === 0 ? 20 : 6)]).join('')
}

function words(index: number): string {
  const next = numbers(index)
  return WORDS[next(WORDS.length)]! + WORDS[next(WORDS.length)]!
}

/** Numbers below a bound, the same for the same index (the generator mulberry32). */
export function numbers(seed: number): (below: number) => number {
  let state = (Math.imul(seed + 1, 0x9e3779b1) ^ 0x5bd1e995) | 0
  return below => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000) * below)
  }
}
