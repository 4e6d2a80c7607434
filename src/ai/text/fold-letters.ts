import { isEnglish, splitIntoWords } from './english.ts'
import { LIKENESSES, LOOKALIKES, SIGN_LETTERS } from './letter-forms.ts'

// oxlint-disable-next-line no-misleading-character-class -- each is meant by itself
const MARKS = /[\u0300-\u036f\u0488\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/g
const BEYOND_ASCII = /[^\u0000-\u007f]/
const QUOTES = /[‘’‛´`]/g
const WORD = /[\p{L}\p{M}]+/gu
const LATIN = /[a-z]/
/** Cyrillic, Greek and the phonetic and small-capital letters of Latin. */
const FOLDABLE = /[\u00f8\u0111\u0127\u0131\u0142\u0250-\u02af\u0370-\u03ff\u0400-\u052f\u1d00-\u1d7f\ua720-\ua7ff]/
/** Of these, the letters of no language that is written with them alone: a word of small capitals is a Latin word. */
const WHOLLY_PHONETIC = /^[a-z\u0250-\u02af\u1d00-\u1d7f\ua720-\ua7ff]+$/
const PHONETIC_WORDS = /[\u0250-\u02af\u1d00-\u1d7f\ua720-\ua7ff]{2}/g
const ANY_LATIN = /\p{Script=Latin}/u
const ALIKE = new RegExp(`[${[...LIKENESSES.keys()].join('')}]`)
/** Cyrillic and Greek are languages: of their words only those that mix are looked at so. */
const OTHER_SCRIPT = /[\u0370-\u052f]/
const SIGN_RUN = /(?:[\u249c-\u24b5]|[\u{1f110}-\u{1f129}]|[\u{1f150}-\u{1f169}]|[\u{1f170}-\u{1f189}]|[\u{1f1e6}-\u{1f1ff}]|[\u2801-\u283f])+/gu
const ANY_SIGN = new RegExp(SIGN_RUN.source, 'u')
const REGIONS = /^[\u{1f1e6}-\u{1f1ff}]+$/u
/** Small q among small capitals, which have none of their own. */
const SMALL_Q = /ǫ(?=[\u1d00-\u1d7f])/g
const EMPTY_BRAILLE = /\u2800/g
/** Letters from which such a word may be several. */
const RUN_TOGETHER = 8
const BRAILLE_CAPITAL = /\u2820/g

/**
 * Lower case, compatibility forms (full and half width, styled letters, ligatures), letters in signs, no marks on letters, and letters of other
 * alphabets that pass for Latin as Latin, where a word mixes alphabets or a Latin text holds a word of nothing but such letters.
 * Wholly Cyrillic or Greek text stays as it is.
 */
export function foldLetters(text: string): string {
  if (!BEYOND_ASCII.test(text)) return text.toLowerCase()
  const letters = ANY_SIGN.test(text) ? text.replace(EMPTY_BRAILLE, ' ').replace(BRAILLE_CAPITAL, '').replace(SIGN_RUN, lettersOfSigns) : text
  const folded = letters.replace(SMALL_Q, 'q').normalize('NFKC').normalize('NFD').replace(MARKS, '').normalize('NFC').toLowerCase().replace(QUOTES, "'").replaceAll('ς', 'σ')
  const isFoldable = FOLDABLE.test(folded)
  if (!isFoldable && !ALIKE.test(folded)) return folded
  const isLatin = shareOfLatin(folded) > 0.5
  const isPhonetic = (folded.match(PHONETIC_WORDS)?.length ?? 0) > 1
  const plain = isFoldable ? folded.replace(WORD, word => (FOLDABLE.test(word) && (isLatin || LATIN.test(word) || (isPhonetic && WHOLLY_PHONETIC.test(word))) ? foldWord(word) : word)) : folded
  return ALIKE.test(plain) ? foldLikenesses(plain) : plain
}

/** Words of letters that only resemble Latin ones, where they are English so; then the others of the text are too. */
function foldLikenesses(text: string): string {
  let english = 0
  let others = 0
  for (const [word] of text.matchAll(WORD)) {
    const like = ALIKE.test(word) ? likeWord(word) : word
    if (like === word) continue
    if (isEnglish(like)) english++
    else others++
  }
  const takesAll = english > 1 && english >= others
  return english + others === 0 ? text : text.replace(WORD, word => {
    const like = ALIKE.test(word) ? likeWord(word) : word
    return takesAll || isEnglish(like) || (like.length >= RUN_TOGETHER && splitIntoWords(like) !== null) ? like : word
  })
}

/** A word with a letter that looks like no Latin one is really of its alphabet. */
function foldWord(word: string): string {
  let folded = ''
  for (const letter of word) {
    const latin = LOOKALIKES.get(letter) ?? letter
    if (FOLDABLE.test(latin)) return word
    folded += latin
  }
  return folded
}

/** What a word of letters that only resemble Latin ones spells. */
function likeWord(word: string): string {
  if (OTHER_SCRIPT.test(word) && !ANY_LATIN.test(word)) return word
  let like = ''
  for (const letter of word) {
    const latin = LOOKALIKES.get(letter) ?? LIKENESSES.get(letter) ?? letter
    if (!LATIN.test(latin)) return word
    like += latin
  }
  return like
}

/** Letters in signs as letters; flags in a row stay unless they spell words. */
function lettersOfSigns(run: string): string {
  let letters = ''
  for (const sign of run) {
    const letter = SIGN_LETTERS.get(sign)
    if (letter === undefined) return run
    letters += letter
  }
  return letters.length > 1 && REGIONS.test(run) && splitIntoWords(letters) === null ? run : letters
}

function shareOfLatin(text: string): number {
  let latin = 0
  let letters = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code >= 0x61 && code <= 0x7a) latin++
    if ((code >= 0x61 && code <= 0x7a) || code > 0xbf) letters++
  }
  return letters === 0 ? 0 : latin / letters
}
