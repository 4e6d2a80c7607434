import { canonicalText } from './letter-classes.ts'
import type { TextAtom } from './atom.ts'

/** Beyond every UTF-16 unit: what is read before the first and after the last character of a value. */
export const START_OF_TEXT = 0x10000
export const END_OF_TEXT = 0x10001

/** Units of an atom that are searched: more would tell little more, and cost a state of the automaton each. */
export const MAX_PIECE_LENGTH = 14

/** What is searched for an atom: its end, which tells paths and registry keys apart; of one that only has a fixed start, that. */
export function pieceOf({ text, atStart, atEnd }: TextAtom): readonly number[] {
  const units = [...(atStart ? [START_OF_TEXT] : []), ...canonicalText(text), ...(atEnd ? [END_OF_TEXT] : [])]
  return atStart && !atEnd ? units.slice(0, MAX_PIECE_LENGTH) : units.slice(-MAX_PIECE_LENGTH)
}
