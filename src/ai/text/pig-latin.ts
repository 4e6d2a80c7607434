import { isEnglish } from './english.ts'

const WORD = /([a-z']+?)(w?)ay\b/g
/** Consonants that a word may begin with: `str`. */
const MOST_CONSONANTS = 3

/** Pig latin as English: `ignoreway allway eviouspray`. Words that are none stay. */
export function plainLatin(text: string): string {
  return text.replace(WORD, (word, stem: string, ending: string) => {
    const rest = stem + ending
    for (let moved = 1; moved <= MOST_CONSONANTS && moved < rest.length; moved++) {
      const turned = rest.slice(-moved) + rest.slice(0, -moved)
      if (isEnglish(turned)) return turned
    }
    return isEnglish(stem) ? stem : word
  })
}
