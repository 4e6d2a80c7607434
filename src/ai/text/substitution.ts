const ASCII = 128
const LETTER_A = 0x61
const ALPHABET = 26
const ROWS = ['`1234567890-=', 'qwertyuiop[]\\', 'asdfghjkl;\'', 'zxcvbnm,./']

/** What each ASCII character stands for. */
export type Substitution = Uint8Array

/** A text with every character replaced by what it stands for. */
export function substituted(text: string, letters: Substitution): string {
  let read = ''
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    read += code < ASCII ? String.fromCharCode(letters[code]!) : text[i]!
  }
  return read
}

/** Small letters moved along the alphabet, by 0 to 25 places. */
export const SHIFTS: readonly Substitution[] = Array.from({ length: ALPHABET }, (_, distance) => lettersBy(place => (place + distance) % ALPHABET))

/** Atbash: a for z, b for y. */
export const MIRRORED: Substitution = lettersBy(place => ALPHABET - 1 - place)

/** Texts typed with the hands one key too far to the right, or to the left, on an American keyboard, as they were meant. */
export const KEY_SHIFTS: readonly Substitution[] = [-1, 1].map(distance => {
  const letters = lettersBy(place => place)
  for (const [index, row] of ROWS.entries()) {
    // Digits and their row stay: who shifts letters leaves numbers.
    if (index === 0) continue
    for (const [place, key] of [...row].entries()) {
      const other = row[place + distance]
      if (other !== undefined) letters[key.charCodeAt(0)] = other.charCodeAt(0)
    }
  }
  return letters
})

function lettersBy(placeOf: (place: number) => number): Substitution {
  return Uint8Array.from({ length: ASCII }, (_, code) => (code >= LETTER_A && code < LETTER_A + ALPHABET ? LETTER_A + placeOf(code - LETTER_A) : code))
}
