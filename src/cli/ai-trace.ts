import { readFileSync } from 'node:fs'
import type { ReadDocument } from '../ai/documents/document.ts'
import { findDocuments } from '../ai/documents/find-documents.ts'
import { readDocument } from '../ai/documents/read/read-document.ts'
import { MOST_ANSWER_CHARACTERS } from '../ai/trace/defaults.ts'
import type { Support, TracedSentence } from '../ai/trace/trace-answer.ts'
import { traceAnswer } from '../ai/trace/trace-answer.ts'
import { visibleSource } from '../ai/trace/visible-source.ts'
import { NoroshiError } from '../platform/noroshi-error.ts'
import { printable } from './evidence.ts'
import { requireFiles } from './require-files.ts'
import { requirePaths } from './rule-directories.ts'

export interface TraceOptions {
  readonly lang: 'en' | 'ja'
  readonly json?: boolean
  readonly source: readonly string[]
}

const WORDS = {
  en: { supported: 'supported', partly: 'partly', unsupported: 'unsupported', none: 'no claim', unread: 'not read', sum: (of: Readonly<Record<Support, number>>) => `${of.supported} sentences supported, ${of.partly} partly, ${of.unsupported} unsupported` },
  ja: { supported: '裏付けあり', partly: '一部のみ', unsupported: '裏付けなし', none: '主張なし', unread: '未読', sum: (of: Readonly<Record<Support, number>>) => `裏付けのある文 ${of.supported}、一部のみ ${of.partly}、裏付けのない文 ${of.unsupported}` },
} as const

/** `noroshi ai trace`. Exit code 1 when a sentence is supported by no source or in part only, or a source could not be read. */
export async function aiTrace(answer: string, { lang, json, source }: TraceOptions): Promise<number> {
  if (source.length === 0) throw new NoroshiError('usage', 'name the documents that the answer was made of: --source PATH')
  requirePaths(source)
  if (answer !== '-') requireFiles([answer])
  const read = await Promise.all(findDocuments(source).map(readDocument))
  const words = WORDS[lang]
  const unread = read.flatMap(outcome => ('why' in outcome ? [outcome] : []))
  for (const { name, why } of unread) process.stderr.write(`${words.unread}  ${printable(name)}: ${printable(why[lang])}\n`)
  const documents = read.filter((outcome): outcome is ReadDocument => 'pieces' in outcome).map(visibleSource)
  const text = readFileSync(answer === '-' ? 0 : answer, 'utf8')
  // What is left out would be taken for supported.
  if (text.length > MOST_ANSWER_CHARACTERS) throw new NoroshiError('usage', `the answer has ${text.length} characters; at most ${MOST_ANSWER_CHARACTERS} are traced: give it in parts`)
  const traced = traceAnswer(text, documents)
    .map(each => (each.source === null ? each : { ...each, source: { ...each.source, ...documents.find(({ name }) => name === each.source!.name)!.placeOf(each.source.offset) } }))
  for (const each of traced) process.stdout.write(json === true ? `${JSON.stringify({ ...each, share: Number(each.share.toFixed(3)), reason: each.reason[lang] })}\n` : textOf(each, lang))
  const count = (support: Support) => traced.filter(each => each.support === support).length
  if (json !== true) process.stdout.write(`${words.sum({ supported: count('supported'), partly: count('partly'), unsupported: count('unsupported'), none: count('none') })}\n`)
  return unread.length > 0 || count('partly') + count('unsupported') > 0 ? 1 : 0
}

function textOf({ text, support, source, reason }: TracedSentence & { readonly source: { readonly part?: string } | null }, lang: 'en' | 'ja'): string {
  if (support === 'none') return ''
  const place = source === null ? '' : `        ${printable(source.name)}${source.part === undefined || source.part === '' ? '' : ` ${printable(source.part)}`} ${source.offset}: ${printable(source.quoted)}\n`
  return `${WORDS[lang][support]}  ${printable(text)}\n      ${printable(reason[lang])}\n${place}`
}
