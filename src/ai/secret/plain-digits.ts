/** A text with its full-width digits, letters and signs, and the strokes between digits, as ASCII has them: each stands where it stood. */
export function plainDigits(text: string): string {
  return HAS_OTHERS.test(text) ? text.replaceAll(OTHERS, sign => STROKES.has(sign) ? '-' : sign === '\u3000' ? ' ' : String.fromCharCode(sign.charCodeAt(0) - FULL_WIDTH)) : text
}

const HAS_OTHERS = /[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff20]|[\d\uff10-\uff19][\u2010-\u2015\u2212\u30fc\uff0d]\d/
const OTHERS = /[\uff08\uff09\uff0b\uff0e\uff10-\uff1a\uff20-\uff3a\uff41-\uff5a\u3000]|(?<=[\d\uff10-\uff19])[\u2010-\u2015\u2212\u30fc\uff0d](?=[\d\uff10-\uff19])/g
/** Hyphens, dashes, the sign of minus and the mark of a long vowel, by which people write the stroke between digits. */
const STROKES = new Set(['\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2015', '\u2212', '\u30fc', '\uff0d'])
/** How far full-width signs lie from those of ASCII (Unicode, block Halfwidth and Fullwidth Forms). */
const FULL_WIDTH = 0xfee0
