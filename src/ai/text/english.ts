const COMMON = new Set((
  'the of and to a in is it you that he was for on are with as i his they be at one have this from or had by but not what all were we when your can said there '
  + 'use an each which she do how their if will up other about out many then them these so some her would make like him into time has look two more write go see no '
  + 'way could people my than first been call who its now find long down day did get come made may part over new take only work know place me back give most very '
  + 'after just name our good say great where help before right too means any tell does must please should instructions ignore previous prompt system show'
).split(' '))

const WORDS = /[a-z']+/g

/** How many of a lower-case text's words are among the commonest of English: about 0.5 in prose, next to nothing in shifted or reversed text. */
export function englishShare(text: string): { readonly share: number; readonly words: number } {
  let words = 0
  let common = 0
  for (const [word] of text.matchAll(WORDS)) {
    words++
    if (COMMON.has(word)) common++
  }
  return { share: words === 0 ? 0 : common / words, words }
}
