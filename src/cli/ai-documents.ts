import { readFileSync } from 'node:fs'
import { openGuard } from '../ai/index.ts'
import type { CheckedDocument } from '../ai/documents/check-documents.ts'
import { checkDocuments } from '../ai/documents/check-documents.ts'
import type { ReadDocument } from '../ai/documents/document.ts'
import { findDocuments } from '../ai/documents/find-documents.ts'
import type { DocumentOutcome } from '../ai/documents/read/read-document.ts'
import { readDocument } from '../ai/documents/read/read-document.ts'
import { printable } from './evidence.ts'
import { requireFiles } from './require-files.ts'
import { requirePaths } from './rule-directories.ts'

export interface DocumentsOptions {
  readonly lang: 'en' | 'ja'
  readonly json?: boolean
  readonly against: readonly string[]
  readonly questions?: string
}

const WORDS = {
  en: { allow: 'allow', flag: 'flag', block: 'block', unread: 'not read', sum: (all: number, flagged: number, blocked: number, unread: number) => `${all} documents: ${blocked} to keep out, ${flagged} to look at${unread === 0 ? '' : `, ${unread} not read`}`, at: (place: string) => `at ${place}` },
  ja: { allow: '許可', flag: '要確認', block: '遮断', unread: '未読', sum: (all: number, flagged: number, blocked: number, unread: number) => `文書 ${all} 件：取り込まないもの ${blocked} 件、確認が必要なもの ${flagged} 件${unread === 0 ? '' : `、読めなかったもの ${unread} 件`}`, at: (place: string) => `位置 ${place}` },
} as const

/** `noroshi ai documents`. Exit code 1 when a document should not be taken in as it is, or could not be read. */
export async function aiDocuments(paths: readonly string[], { lang, json, against, questions }: DocumentsOptions): Promise<number> {
  requirePaths([...paths, ...against])
  if (questions !== undefined) requireFiles([questions])
  const asked = questions === undefined ? [] : readFileSync(questions, 'utf8').split(/\r?\n/).filter(line => line.trim() !== '')
  const read = await Promise.all(findDocuments(paths).map(readDocument))
  const known = await Promise.all(findDocuments(against).map(readDocument))
  const checked = await checkDocuments(openGuard(), read.filter(isRead), { against: known.filter(isRead), questions: asked })
  const words = WORDS[lang]
  for (const outcome of read) {
    if (isRead(outcome)) continue
    if (json === true) process.stdout.write(`${JSON.stringify({ name: outcome.name, format: null, verdict: 'unread', characters: 0, hiddenCharacters: 0, findings: [], unchecked: [outcome.why[lang]] })}\n`)
    else process.stdout.write(`${words.unread}  ${printable(outcome.name)}\n      ${printable(outcome.why[lang])}\n`)
  }
  for (const each of checked) process.stdout.write(json === true ? `${JSON.stringify(lineOf(each, lang))}\n` : textOf(each, lang))
  const count = (verdict: CheckedDocument['verdict']) => checked.filter(each => each.verdict === verdict).length
  if (json !== true) process.stdout.write(`${words.sum(read.length, count('flag'), count('block'), read.length - checked.length)}\n`)
  return checked.length === read.length && checked.every(({ verdict }) => verdict === 'allow') ? 0 : 1
}

function lineOf({ findings, unchecked, ...document }: CheckedDocument, lang: 'en' | 'ja'): object {
  return { ...document, findings: findings.map(each => ({ ...each, reason: each.reason[lang] })), unchecked: unchecked.map(each => each[lang]) }
}

function textOf({ name, verdict, findings, unchecked }: CheckedDocument, lang: 'en' | 'ja'): string {
  if (findings.length === 0) return ''
  const words = WORDS[lang]
  return [
    `${words[verdict]}  ${printable(name)}`,
    ...findings.flatMap(({ part, offset, quoted, reason }) => [
      `      ${printable(reason[lang])}`, `        ${words.at(`${part === '' ? '' : `${printable(part)} `}${offset}`)}${quoted === '' ? '' : `: ${printable(quoted)}`}`,
    ]),
    ...unchecked.map(each => `      (${printable(each[lang])})`),
  ].map(line => `${line}\n`).join('')
}

function isRead(outcome: DocumentOutcome): outcome is ReadDocument {
  return 'pieces' in outcome
}
