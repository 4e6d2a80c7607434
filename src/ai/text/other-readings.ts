import { ENGLISH_SHARE, FOREIGN_SHARE, SEGMENT_CHARACTERS, SEGMENT_WORDS } from './defaults.ts'
import { englishShare } from './english.ts'

const SEGMENT = /[^\n"“”:]+/g
const LETTER_A = 0x61
const ALPHABET = 26

/**
 * Lower-case text with the pieces that read as English only backwards or shifted along the alphabet (rot13, Caesar) read that way. A
 * piece that reads as it stands, or in no way, stays.
 */
export function otherReadings(text: string): string {
  const whole = englishShare(text)
  if (whole.words < SEGMENT_WORDS || whole.share >= ENGLISH_SHARE && !/["“:\n]/.test(text)) return text
  return text.replace(SEGMENT, segment => {
    if (segment.length > SEGMENT_CHARACTERS) return segment
    const { share, words } = englishShare(segment)
    return words < SEGMENT_WORDS || share > FOREIGN_SHARE ? segment : readable(segment) ?? segment
  })
}

function readable(segment: string): string | null {
  const backwards = [...segment].reverse().join('')
  let best: string | null = null
  let bestShare = ENGLISH_SHARE
  const consider = (reading: string) => {
    const { share } = englishShare(reading)
    if (share <= bestShare) return
    best = reading
    bestShare = share
  }
  consider(backwards)
  consider(segment.split(' ').map(word => [...word].reverse().join('')).join(' '))
  for (let distance = 1; distance < ALPHABET; distance++) consider(shifted(segment, distance))
  return best
}

function shifted(text: string, distance: number): string {
  let moved = ''
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    moved += code >= LETTER_A && code < LETTER_A + ALPHABET ? String.fromCharCode(LETTER_A + (code - LETTER_A + distance) % ALPHABET) : text[i]
  }
  return moved
}
