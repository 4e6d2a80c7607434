import { Quotation } from '../../judge/quotation.ts'
import { decodeRuns } from '../../text/decode-runs.ts'
import { isEnglish } from '../../text/english.ts'
import { CONTENT_LETTERS, FAMILIAR_SHARE, FAMILIAR_WORDS, LEAST_REST, MOST_LOOKED_AT, MOST_REQUESTS, STEM_LETTERS } from '../defaults.ts'
import type { DocumentFinding } from '../document-finding.ts'
import type { RequestShape } from './request-shapes.ts'
import { requestData } from './request-shapes.ts'
import type { Sentence } from './sentences.ts'
import { sentencesOf } from './sentences.ts'
import type { TextRun } from './text-run.ts'

/** What a mail may want in the answer to it. */
const REFERENCE = /\b(?:your|the|a|an|any|relevant|full) (?:[a-z]+ ){0,2}(?:number|reference|ticket|id|order|account|date|subject line|name|address|screenshots?|details|copy|attachments?|phone)\b|番号|氏名|住所|日付|件名/i
/** Signs of code and tables. */
const SIGN = /[{}=;<>\\]|\w\(|^\w+\*{0,2}[:>,]|^\S+-\S+:/
/** Code that reaches out, reads secrets, runs or removes what it is given. */
const ACTS = /requests?\.(?:get|post|put)|urllib|urlretrieve|httpx|aiohttp|http\.client|fetch\(|axios|socket\.|smtplib|sendmail|yagmail|ftplib|paramiko|bluetooth|publish\.|subprocess|os\.(?:system|remove|environ|popen|rename)|child_process|shutil\.(?:move|rmtree)|exec\(|eval\(|\bcurl\b|\bwget\b|\brm -|\bsudo\b|document\.cookie|process\.env|Invoke-WebRequest|netcat|\bnc -/
/** What is quoted may be anything: `(a=1, b=2)`, `'=='`. */
const IN_QUOTES = /["“'`(][^"”'`)]{0,80}["”'`)]/g
const LEAST_WORDS = 3
const CODE_BEHIND = 1_500
const CODE_SOON = 80
const MODULE = /(?:\bimport|\bfrom|\brequire\(|\busing)\s*["']?([A-Za-z_][\w.]{1,40})/g
const WORD = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Hangul}\p{N}']+|[\p{Script=Han}]{2,}|[\p{Script=Katakana}ー]{2,}/gu
const BEYOND_LATIN = /[\u0370-\u1fff\u2e80-\ud7af]/

/**
 * Requests to whoever answers that do not belong to the document they stand in: what the answer is to hold, a task or a question that shares no words with the
 * rest, code to be taken over that acts on the outside; also where they are encoded. A document that asks many things is a list of questions.
 */
export function strayOrderIn(run: TextRun): DocumentFinding | null {
  const { text, encodings } = decodeRuns(run.text)
  // What is encoded stands about as far into the text as what it says.
  const decoded = { text, placeOf: (index: number) => run.placeOf(Math.floor(index / text.length * run.text.length)) }
  return strayIn(run) ?? (encodings.length === 0 ? null : strayIn(decoded))
}

function strayIn(run: TextRun): DocumentFinding | null {
  const sentences = sentencesOf(run.text)
  const requests = sentences.flatMap(sentence => {
    const shape = shapeOf(sentence)
    return shape === null ? [] : [{ sentence, shape }]
  })
  const isList = asksMuch(sentences, requests.filter(({ shape }) => shape.needs === 'break').length)
  let stems: Stems | null = null
  for (const { sentence, shape } of requests.slice(0, MOST_LOOKED_AT)) {
    if (shape.needs === 'nothing' && isUsual(sentence, requests.length)) continue
    if (shape.needs === 'code' && !isForeignCode(run.text, sentence)) continue
    if (shape.needs === 'break') {
      stems ??= stemsOf(run.text)
      if (isList || run.text.length < sentence.text.length + LEAST_REST || isBetweenPeople(sentence) || !isStray(sentence, stems)) continue
    }
    const { part, offset } = run.placeOf(sentence.start)
    const quoted = new Quotation(run.text).of(sentence.start, sentence.start + sentence.text.length)
    return {
      check: 'stray-order', verdict: 'flag', part, offset, quoted,
      reason: { en: `an order to the reader that has nothing to do with the rest (${shape.en}): “${quoted}”`, ja: `本文と関係のない、読み手への指示がある（${shape.ja}）：「${quoted}」` },
    }
  }
  return null
}

function asksMuch(sentences: readonly Sentence[], requests: number): boolean {
  const questions = sentences.filter(({ text }) => /[?？]$/.test(text)).length
  return requests > MOST_REQUESTS || (questions > MOST_REQUESTS && questions > sentences.length / 2)
}

function shapeOf({ text }: Sentence): RequestShape | null {
  if (!BEYOND_LATIN.test(text) && (text.split(' ', LEAST_WORDS).length < LEAST_WORDS || SIGN.test(text.replaceAll(IN_QUOTES, '')))) return null
  return requestData().shapes.find(({ patterns }) => patterns.some(pattern => pattern.test(text))) ?? null
}

function isBetweenPeople({ text }: Sentence): boolean {
  return requestData().between.some(pattern => pattern.test(text))
}

function isUsual({ text }: Sentence, requests: number): boolean {
  return requests > 2 * MOST_REQUESTS || REFERENCE.test(text)
}

/** Code soon behind the sentence that acts, and whose modules the rest does not speak of. */
function isForeignCode(text: string, { start, end }: Sentence): boolean {
  const behind = text.slice(end, end + CODE_BEHIND)
  const fence = behind.indexOf('```')
  if (fence < 0 || fence > CODE_SOON) return false
  const code = behind.slice(fence + 3).split('```', 1)[0]!
  if (!ACTS.test(code)) return false
  const rest = text.slice(0, start) + text.slice(end + fence + 3 + code.length)
  const modules = [...code.matchAll(MODULE)].map(found => found[1]!.split('.')[0]!)
  return modules.length > 0 && modules.every(name => !new RegExp(`\\b${name}\\b`).test(rest))
}

/** How often each stem of a document's words occurs. */
type Stems = ReadonlyMap<string, number>

function stemsOf(text: string): Map<string, number> {
  const stems = new Map<string, number>()
  for (const stem of contentStems(text)) stems.set(stem, (stems.get(stem) ?? 0) + 1)
  return stems
}

function contentStems(text: string): string[] {
  return (text.toLowerCase().match(WORD) ?? []).filter(word => word.length >= CONTENT_LETTERS || BEYOND_LATIN.test(word)).map(word => word.slice(0, STEM_LETTERS))
}

/** Whether what a sentence is about occurs nowhere else: none of its rare words, and few of the others. */
function isStray({ text }: Sentence, stems: Stems): boolean {
  const said = text.toLowerCase().match(WORD)?.filter(word => word.length >= CONTENT_LETTERS || BEYOND_LATIN.test(word)) ?? []
  // The first word is the verb that asks, or the one that questions; where they stand last, they are no words of content.
  const words = BEYOND_LATIN.test(text) ? said : said.slice(1)
  const own = new Map<string, number>()
  for (const word of words) own.set(word.slice(0, STEM_LETTERS), (own.get(word.slice(0, STEM_LETTERS)) ?? 0) + 1)
  const isElsewhere = (word: string) => (stems.get(word.slice(0, STEM_LETTERS)) ?? 0) > own.get(word.slice(0, STEM_LETTERS))!
  const rare = words.filter(word => !isEnglish(word))
  return (rare.length > 0 || words.length >= FAMILIAR_WORDS) && !rare.some(isElsewhere) && words.filter(isElsewhere).length <= (rare.length > 0 ? FAMILIAR_SHARE : 0) * words.length
}
