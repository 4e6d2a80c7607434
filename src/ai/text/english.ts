const COMMON = new Set((
  'the of and to in is it you that he was for on are with as his they be at one have this from or had by but not what all were we when your can said there '
  + 'use an each which she do how their if will up other about out many then them these so some her would make like him into time has look two more write go see no '
  + 'way could people my than first been call who its now find long down day did get come made may part over new take only work know place me back give most very '
  + 'after just name our good say great where help before right too means any tell does must please should instructions ignore previous prompt system show'
).split(' '))

const APOSTROPHE = 0x27
const LETTER_A = 0x61
const LETTER_Z = 0x7a

/** How many of a lower-case text's words are among the commonest of English: about 0.5 in prose, next to nothing in shifted or reversed text. */
export function englishShare(text: string): { readonly share: number; readonly words: number; readonly common: number } {
  let words = 0
  let common = 0
  let start = -1
  for (let i = 0; i <= text.length; i++) {
    const code = i < text.length ? text.charCodeAt(i) : 0
    if ((code >= LETTER_A && code <= LETTER_Z) || code === APOSTROPHE) {
      if (start < 0) start = i
      continue
    }
    if (start < 0) continue
    words++
    if (COMMON.has(text.slice(start, i))) common++
    start = -1
  }
  return { share: words === 0 ? 0 : common / words, words, common }
}
