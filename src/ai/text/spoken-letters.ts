import { isEnglish, splitIntoWords } from './english.ts'

/** The spelling alphabet of radio (ICAO Annex 10, volume II, 5.2.1.3), with common other spellings. */
const SPOKEN = 'alfa|alpha|bravo|charlie|delta|echo|foxtrot|golf|hotel|india|juliett|juliet|kilo|lima|mike|november|oscar|papa|quebec|romeo|sierra|tango|uniform|victor|whiskey|whisky|x-ray|xray|yankee|zulu'
const RUN = new RegExp(`(?<![a-z])(?:(?:${SPOKEN})[\\s,.;:/|_'!?()"-]*){4,}(?![a-z])`, 'g')
const EACH = new RegExp(SPOKEN, 'g')
/** Places of letters in the alphabet. */
const NUMBERS = /(?<![\d.])(?:(?:[1-9]|1\d|2[0-6])(?:[ ,-]|, | - )){5,}(?:[1-9]|1\d|2[0-6])(?![\d.])/g
const BETWEEN_WORDS = /[/|;\n]| {2,}/
const FEWEST_LETTERS_A_WORD = 3

/** Letters told by the words of the radio alphabet, or by their places in the alphabet, as the words they spell; what spells none stays. */
export function readSpokenLetters(text: string): string {
  return text.replace(RUN, run => {
    const words = run.split(BETWEEN_WORDS).map(word => (word.match(EACH) ?? []).map(each => each[0]!).join('')).filter(word => word !== '')
    return (words.length > 1 ? words.filter(isEnglish).length * 2 >= words.length ? `${words.join(' ')} ` : null : spelt(words[0]!)) ?? run
  }).replace(NUMBERS, run => spelt(run.match(/\d+/g)!.map(place => String.fromCharCode(0x60 + Number(place))).join('')) ?? run)
}

function spelt(letters: string): string | null {
  const words = splitIntoWords(letters)
  return words === null || letters.length < words.length * FEWEST_LETTERS_A_WORD ? null : `${words.join(' ')} `
}
