const LETTERS: Readonly<Record<string, string>> = {
  '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '8': 'b', '9': 'g', '@': 'a', '$': 's', '!': 'i', '|': 'l', '+': 't', '€': 'e', '£': 'l', '(': 'c',
}
const TOKEN = /[\p{L}\p{N}@$!|+€£(]{2,}/gu
const HAS_LETTER = /\p{L}/u
const HAS_SIGN = /[0134578@$!|+€£(9]/
/** `what!`, `(see`: punctuation at a word's ends is punctuation. */
const ENDS = /^[(!|+]+|[!|+(]+$/g

/** The text with digits and signs that stand for letters read as those letters; the same text when no word has both. */
export function unleet(text: string): string {
  if (!HAS_SIGN.test(text)) return text
  return text.replace(TOKEN, token => {
    const inner = token.replace(ENDS, '')
    if (!HAS_LETTER.test(inner) || !HAS_SIGN.test(inner)) return token
    let word = ''
    for (const character of inner) word += LETTERS[character] ?? character
    return word
  })
}
