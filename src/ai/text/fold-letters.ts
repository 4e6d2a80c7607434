/**
 * Letters of Cyrillic and Greek that are drawn like Latin ones (after Unicode Technical Standard 39, confusables; only those
 * that readers of ordinary fonts cannot tell apart).
 */
const LOOKALIKES: ReadonlyMap<string, string> = new Map(Object.entries({
  а: 'a', в: 'b', с: 'c', ԁ: 'd', е: 'e', һ: 'h', і: 'i', ї: 'i', ј: 'j', к: 'k', ӏ: 'l', м: 'm', н: 'h', о: 'o', р: 'p', ԛ: 'q', г: 'r', ѕ: 's', т: 't', у: 'y',
  ѵ: 'v', ԝ: 'w', х: 'x', ү: 'y', α: 'a', β: 'b', ε: 'e', η: 'n', ι: 'i', κ: 'k', ν: 'v', ο: 'o', ρ: 'p', τ: 't', υ: 'u', χ: 'x', γ: 'y', ω: 'w', ϲ: 'c', ϳ: 'j',
  ɑ: 'a', ɡ: 'g', ı: 'i', ʟ: 'l', ɴ: 'n', ʀ: 'r', ꜱ: 's', ᴀ: 'a', ʙ: 'b', ᴄ: 'c', ᴅ: 'd', ᴇ: 'e', ɢ: 'g', ʜ: 'h', ɪ: 'i', ᴊ: 'j', ᴋ: 'k', ᴍ: 'm', ᴏ: 'o', ᴘ: 'p',
  ᴛ: 't', ᴜ: 'u', ᴠ: 'v', ᴡ: 'w', ʏ: 'y', ᴢ: 'z', ø: 'o', đ: 'd', ł: 'l', ħ: 'h',
}))

// oxlint-disable-next-line no-misleading-character-class -- each is meant by itself
const MARKS = /[\u0300-\u036f\u0488\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/g
const BEYOND_ASCII = /[^\u0000-\u007f]/
const QUOTES = /[‘’‛´`]/g
const WORD = /[\p{L}\p{M}]+/gu
const LATIN = /[a-z]/
/** Cyrillic, Greek and the phonetic and small-capital letters of Latin. */
const FOLDABLE = /[\u00f8\u0111\u0127\u0131\u0142\u0250-\u02af\u0370-\u03ff\u0400-\u052f\u1d00-\u1d7f\ua720-\ua7ff]/

/**
 * Lower case, compatibility forms (full and half width, styled letters, ligatures), no marks on letters, and letters of other
 * alphabets that pass for Latin as Latin, where a word mixes alphabets or a Latin text holds a word of nothing but such letters.
 * Wholly Cyrillic or Greek text stays as it is.
 */
export function foldLetters(text: string): string {
  if (!BEYOND_ASCII.test(text)) return text.toLowerCase()
  const folded = text.normalize('NFKC').normalize('NFD').replace(MARKS, '').normalize('NFC').toLowerCase().replace(QUOTES, "'").replaceAll('ς', 'σ')
  if (!FOLDABLE.test(folded)) return folded
  const isLatin = shareOfLatin(folded) > 0.5
  return folded.replace(WORD, word => (FOLDABLE.test(word) && (LATIN.test(word) || isLatin) ? foldWord(word) : word))
}

/** A word with a letter that looks like no Latin one is really of its alphabet. */
function foldWord(word: string): string {
  let folded = ''
  for (const letter of word) {
    const latin = LOOKALIKES.get(letter) ?? letter
    if (FOLDABLE.test(latin)) return word
    folded += latin
  }
  return folded
}

function shareOfLatin(text: string): number {
  let latin = 0
  let letters = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code >= 0x61 && code <= 0x7a) latin++
    if ((code >= 0x61 && code <= 0x7a) || code > 0xbf) letters++
  }
  return letters === 0 ? 0 : latin / letters
}
