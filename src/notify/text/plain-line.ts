/**
 * Text that anybody may have written, as one line that cannot be more than it is: no line ends (of headers, of logs), no control characters, none
 * that turn the reading direction or hide others (Unicode: Bidi_Control, zero width), no half of a surrogate pair.
 *
 * @param most UTF-16 units; longer text is cut, and says so
 */
export function plainLine(text: string, most: number = LINE_LENGTH): string {
  const cleaned = text.slice(0, most * 4).toWellFormed().replaceAll(UNWANTED, ' ').replaceAll(/\s+/gu, ' ').trim()
  return cleaned.length <= most ? cleaned : `${cleaned.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`
}

/** What reads the same but leads nowhere: mail programs make links of addresses, and these are attackers'. The habit of the trade. */
export function defanged(text: string): string {
  return text.replaceAll(/\b(h)tt(ps?):\/\//gi, '$1xx$2://').replaceAll(/\bftp:\/\//gi, 'fxp://')
}

/** A name of the domain system that leads nowhere: `evil[.]example`. */
export function defangedName(text: string): string {
  return defanged(text).replaceAll('.', '[.]')
}

/** UTF-16 units of one quoted value in a sentence. */
const LINE_LENGTH = 300

/** Control characters, line and paragraph separators, direction marks, zero-width ones, and the object replacement block's tags. */
const UNWANTED = /[\p{Cc}\u2028\u2029\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu
