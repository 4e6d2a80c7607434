import { DISGUISES } from '../text/disguises.ts'

/** What the red team dresses requests in: disguises, and letters that nobody sees. */
export const DRESSES: Readonly<Record<string, (text: string) => string>> = {
  ...DISGUISES,
  'tag characters': text => text.replaceAll(/[ -~]/g, letter => String.fromCodePoint(letter.charCodeAt(0) + TAGS)),
}

/** Unicode 17.0, 23.9 “Tag Characters”. */
const TAGS = 0xe0000

/** Dresses made for Latin letters: of other scripts they leave nothing, or everything as it is. */
const LATIN = new Set(['rot13', 'leet', 'full width', 'homoglyphs', 'morse', 'tag characters'])

export function canDress(dress: string, text: string): boolean {
  return !LATIN.has(dress) || (text.match(/[a-z]/gi)?.length ?? 0) > (text.match(/\p{L}/gu)?.length ?? 0) / 2
}
