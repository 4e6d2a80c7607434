import { COMMON_WORDS, ENGLISH_SHARE, FOREIGN_SHARE, SEGMENT_CHARACTERS, SEGMENT_WORDS } from './defaults.ts'
import { englishShare } from './english.ts'
import { likeliestShift } from './likeliest-shift.ts'

const SEGMENT = /[^\n"“”:]+/g
const ANY_BOUNDARY = /[\n"“”:]/
const LETTER_A = 0x61
const ALPHABET = 26

/**
 * Lower-case text with the pieces that read as English only backwards or shifted along the alphabet (rot13, Caesar) read that way. A
 * piece that reads as it stands, or in no way, stays.
 */
export function otherReadings(text: string): string {
  const whole = englishShare(text)
  if (whole.words < SEGMENT_WORDS || (whole.share >= ENGLISH_SHARE && !ANY_BOUNDARY.test(text))) return text
  // As one piece first: backwards, its quotes and colons stand elsewhere.
  const entire = whole.share > FOREIGN_SHARE ? null : readable(text)
  return entire ?? text.replace(SEGMENT, segment => {
    const { share, words } = englishShare(segment)
    return words < SEGMENT_WORDS || share > FOREIGN_SHARE ? segment : readable(segment) ?? segment
  })
}

function readable(segment: string): string | null {
  if (segment.length > SEGMENT_CHARACTERS) return null
  let best: string | null = null
  let bestShare = ENGLISH_SHARE
  const distance = likeliestShift(segment)
  const backwards = [...segment].reverse().join('')
  for (const reading of [backwards, eachBackwards(segment), ...(distance === 0 ? [] : [shifted(segment, distance), shifted(backwards, distance)])]) {
    const { share, common } = englishShare(reading)
    if (share <= bestShare || common < COMMON_WORDS) continue
    best = reading
    bestShare = share
  }
  return best
}

function eachBackwards(text: string): string {
  return text.split(' ').map(word => [...word].reverse().join('')).join(' ')
}

function shifted(text: string, distance: number): string {
  let moved = ''
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    moved += code >= LETTER_A && code < LETTER_A + ALPHABET ? String.fromCharCode(LETTER_A + (code - LETTER_A + distance) % ALPHABET) : text[i]
  }
  return moved
}
