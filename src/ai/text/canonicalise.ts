import { LEET_GAIN, MAXIMUM_CHARACTERS } from './defaults.ts'
import { englishShare } from './english.ts'
import { decodeRuns } from './decode-runs.ts'
import { foldLetters } from './fold-letters.ts'
import { joinSpeltWords } from './join-spelt-words.ts'
import { otherReadings } from './other-readings.ts'
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
  /** What it was dressed in: `base64`, `invisible`, `tags`, `letters`, `reading`. */
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
  const folded = foldLetters(decoded)
  const joined = joinSpeltWords(folded)
  if (joined !== folded) disguises.push('spelt')
  const read = otherReadings(joined)
  if (read !== joined) disguises.push('reading')
  const unleeted = unleet(read)
  if (unleeted === read) return { text: read, unleeted: null, decoded, disguises }
  if (englishShare(unleeted).share < englishShare(read).share + LEET_GAIN) return { text: read, unleeted, decoded, disguises }
  return { text: unleeted, unleeted: null, decoded, disguises: [...disguises, 'leet'] }
}
