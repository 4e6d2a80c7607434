import { decodeRuns } from '../text/decode-runs.ts'
import { foldLetters } from '../text/fold-letters.ts'
import { visibleText } from '../text/visible-text.ts'

const MARKS = /<\/?[a-z][^<>]{0,80}>|<!--[^<>]{0,80}-->|[*~`]+|&(?:shy|zwj|zwnj|#173|#x0?ad);/gi
/** One letter, one sign, one letter, and so on. */
const SPELT = /(?<![\p{L}\p{N}])[\p{L}\p{N}](?:([ \-._|/+,:;]{1,2})[\p{L}\p{N}](?![\p{L}\p{N}]))(?:\1[\p{L}\p{N}](?![\p{L}\p{N}])){2,}/gu
const IDEOGRAPHS_APART = /(?<=[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])[\s\-._|/・･·+]{1,3}(?=[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])/g
const HYPHEN = /(?<=\p{L})[-_\u2010-\u2015] ?(?=\p{L})/gu
const LEET_WORD = /(?<![\p{L}\p{N}])(?=[\p{N}@$]{0,20}[a-z])(?=[a-z]{0,20}[\p{N}@$])[a-z0-9@$]{3,40}/gu
const LEET: Readonly<Record<string, string>> = { 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't', 8: 'b', '@': 'a', $: 's' }

/**
 * How a text may be read: as it stands and decoded, with letters made plain, without markup within words, with spelt and parted words joined, and with digits
 * as the letters that they are drawn like. Each once; mostly there are few.
 */
export function topicViews(text: string): readonly string[] {
  const { text: visible } = visibleText(text)
  const { text: decoded } = decodeRuns(visible)
  const views = new Set<string>([visible, decoded])
  for (const view of [visible, decoded]) {
    const plain = plainLetters(view)
    const bare = plainLetters(joined(foldLetters(view).replaceAll(MARKS, '')))
    for (const each of [plain, bare]) views.add(each).add(each.replaceAll(HYPHEN, '')).add(each.replaceAll(HYPHEN, ' '))
    views.add(bare.replaceAll(LEET_WORD, word => word.replaceAll(/[0134578@$]/g, sign => LEET[sign] ?? sign)))
  }
  return [...views]
}

/** Letters as they are compared, words one blank apart. */
export function plainLetters(text: string): string {
  return foldLetters(text).replaceAll(/\s+/g, ' ')
}

function joined(text: string): string {
  return text.replaceAll(IDEOGRAPHS_APART, '').replaceAll(SPELT, (run, sign: string) => run.split(sign).join(''))
}
