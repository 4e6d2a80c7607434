import { LEET_WORDS, MAXIMUM_CHARACTERS } from './defaults.ts'
import { decodeRuns } from './decode-runs.ts'
import { englishShare } from './english.ts'
import { foldLetters } from './fold-letters.ts'
import { joinPartedWords } from './join-parted-words.ts'
import { joinSpeltWords } from './join-spelt-words.ts'
import { otherReadings } from './other-readings.ts'
import { splitCamelCase, splitNames } from './split-names.ts'
import { readSpokenLetters } from './spoken-letters.ts'
import { uprightText } from './turned-text.ts'
import type { UnleetedText } from './unleet.ts'
import { unleet } from './unleet.ts'
import { visibleText } from './visible-text.ts'

/** A text as a model may understand it, whatever it is dressed as. */
export interface CanonicalText {
  /** Lower case, one spelling of each letter, encoded runs read, hidden characters gone. */
  readonly text: string
  /** The same with digits and signs read as letters, where that is another text and does not stand for it already. */
  readonly unleeted: string | null
  /** The text with encoded runs read and nothing else changed, for what depends on case. */
  readonly decoded: string
  /** What it was dressed in: `base64`, `invisible`, `tags`, `parted`, `spelt`, `names`, `leet`, `reading`. */
  readonly disguises: readonly string[]
}

/**
 * Undoes what hides words from a filter and not from a model, deterministically and in time linear in the text's length.
 *
 * @param text at most `MAXIMUM_CHARACTERS` are read
 */
export function canonicalise(text: string): CanonicalText {
  const disguises: string[] = []
  const { text: visible, tagged, removed } = visibleText(text.length > MAXIMUM_CHARACTERS ? text.slice(0, MAXIMUM_CHARACTERS) : text)
  if (removed > 0) disguises.push('invisible')
  if (tagged !== '') disguises.push('tags')
  const { text: decoded, encodings } = decodeRuns(tagged === '' ? visible : `${visible}\n${tagged}`)
  disguises.push(...encodings)
  const folded = foldLetters(splitCamelCase(uprightText(decoded)))
  const whole = joinPartedWords(folded)
  if (whole !== folded) disguises.push('parted')
  const joined = readSpokenLetters(joinSpeltWords(whole))
  if (joined !== whole) disguises.push('spelt')
  const named = splitNames(joined)
  if (named !== joined) disguises.push('names')
  const leet = unleet(named)
  if (leet.text !== named) disguises.push('leet')
  // Texts are shifted in leet, and shifted texts written in leet.
  const readings = [leet.text, ...(leet.unleeted === leet.text ? [] : [leet.unleeted])].flatMap(each => {
    const read = otherReadings(each)
    return read === each ? [] : [unleet(read)]
  })
  const [first, second] = readings
  if (first === undefined) return withLeet(leet, decoded, disguises)
  const better = second === undefined || englishShare(first.text).letterShare >= englishShare(second.text).letterShare ? first : second
  return withLeet(better, decoded, [...disguises, 'reading'])
}

function withLeet({ text, unleeted, words }: UnleetedText, decoded: string, disguises: readonly string[]): CanonicalText {
  if (unleeted === text) return { text, unleeted: null, decoded, disguises }
  if (words < LEET_WORDS) return { text, unleeted, decoded, disguises }
  return { text: unleeted, unleeted: null, decoded, disguises: disguises.includes('leet') ? disguises : [...disguises, 'leet'] }
}
