import { LONGEST_WORD } from './defaults.ts'
import { isEnglish, splitIntoWords } from './english.ts'

const MARK = String.raw`(?:<\/?[a-z][^<>]{0,40}>|<!--[^<>]{0,60}-->|\[\/?[a-z]{1,12}\]|\{[a-z]{0,12}\}|\*{1,3}|_{1,3}|~~|\x60|\|{1,2}|\^)`
/** A word whose letters are parted by tags or by signs of emphasis. */
const PARTED = new RegExp(`(?<![\\p{L}\\p{N}_])(?:\\*{1,3}|~~)?\\p{L}{1,${LONGEST_WORD}}(?:${MARK}{1,2}\\p{L}{1,${LONGEST_WORD}}){1,${LONGEST_WORD}}(?![\\p{L}\\p{N}_(])`, 'giu')
const MARKS = new RegExp(MARK, 'gi')
/** Signs and tags that part no words in ordinary texts. */
const EMPHASIS = /^(?:\*\*|~~|<wbr\b[^<>]*>|<!--.*-->)$/i
const HTML = /^<\/?(?:a|br|p|td|th|tr|li|ul|ol|div|h[1-6]|hr|img|input|code|pre|sup|sub|q|table|label|option)\b/i
const EMPHASIS_TAG = /^<(?:!--|\/?(?:b|i|u|s|em|strong|span|font|mark|small|big|del|ins|wbr)\b)/i
const LEAST_EMPHASISED = 5
const MAYBE_PARTED = new RegExp(`\\p{L}${MARK}{1,2}\\p{L}`, 'iu')
/** Letters of a row that may be several words. */
const SEVERAL_WORDS = 18

/**
 * Words parted by tags (`ig<b></b>nore`, `ig<SPLIT>nore`) or signs (`ig**no**re`) become words again where they are English only then; other words too by
 * what parted one such.
 */
export function joinPartedWords(text: string): string {
  if (!MAYBE_PARTED.test(text)) return text
  const parting = new Set<string>()
  for (const [run] of text.matchAll(PARTED)) {
    const parts = partsOf(run)
    const marks = run.match(MARKS) ?? []
    if (parts.length < 2 || (parts.every(isEnglish) && !marks.every(isOddTag)) || !isEnglish(parts.join(''))) continue
    for (const mark of marks) if (!HTML.test(mark)) parting.add(mark)
  }
  return text.replace(PARTED, run => {
    const parts = partsOf(run)
    const marks = run.match(MARKS) ?? []
    if (parts.length < 2 || (parts.every(part => part.length > 1 && isEnglish(part)) && !marks.every(isOddTag))) return run
    const letters = parts.join('')
    if (isEnglish(letters)) return letters
    if (letters.length >= SEVERAL_WORDS && parts.every(part => part.length === 1)) return splitIntoWords(letters)?.join(' ') ?? run
    return letters.length >= LEAST_EMPHASISED && parts.every(part => part.length > 1) && marks.every(mark => parting.has(mark) && mark.length > 1 || EMPHASIS.test(mark)) ? letters : run
  })
}

/** A tag of no page: within a word it has no use but to part it. */
function isOddTag(mark: string): boolean {
  return mark.startsWith('<') && !HTML.test(mark) && !EMPHASIS_TAG.test(mark)
}

function partsOf(run: string): string[] {
  return run.split(MARKS).filter(part => part !== '')
}
