import { isEnglish } from './english.ts'

const WORD = /(?<![a-z'])([a-z']{1,24}?)(w?)ay\b/g
/** Consonants that a word may begin with: `str`. */
const MOST_CONSONANTS = 3
const CONSONANTS = /[^aeiou']{1,2}$/
const LATIN_SHARE = 0.7

/** Pig latin as English: `ignoreway allway eviouspray`; of words that are none then, the consonants before the ending come first again. */
export function plainLatin(text: string): string {
  return text.replace(WORD, (_, stem: string, ending: string) => {
    const rest = stem + ending
    for (let moved = 1; moved <= MOST_CONSONANTS && moved < rest.length; moved++) {
      const turned = rest.slice(-moved) + rest.slice(0, -moved)
      if (isEnglish(turned)) return turned
    }
    if (isEnglish(stem) || ending !== '') return stem
    const consonants = CONSONANTS.exec(rest)?.[0] ?? ''
    return consonants + rest.slice(0, rest.length - consonants.length)
  })
}

/** Whether nearly every word ends as words of pig latin do. */
export function isPigLatin(text: string): boolean {
  return (text.match(WORD)?.length ?? 0) > LATIN_SHARE * (text.match(/[a-z']+/g)?.length ?? 0)
}
