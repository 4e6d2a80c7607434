import type { FileKind } from '../ai/scan/files/known-files.ts'
import { openGuard } from '../ai/index.ts'
import type { ScanFinding } from '../ai/scan/scan-finding.ts'
import { scanPaths } from '../ai/scan/scan-paths.ts'
import { printable } from './evidence.ts'
import { requirePaths } from './rule-directories.ts'

export interface ScanOptions {
  readonly lang: 'en' | 'ja'
  readonly json?: boolean
}

const RANKS: Readonly<Record<ScanFinding['severity'], number>> = { high: 0, medium: 1, low: 2 }

const WORDS = {
  en: {
    severities: { high: 'high', medium: 'medium', low: 'low' }, kinds: { settings: 'settings', instructions: 'instructions', script: 'script', program: 'program' } satisfies Record<FileKind, string>,
    sum: (files: number, findings: number, unread: number) => `${files} files, ${findings} findings${unread === 0 ? '' : `, ${unread} not read`}`, none: 'No file that configures or instructs agents was found.', place: (place: string) => place,
  },
  ja: {
    severities: { high: '高', medium: '中', low: '低' }, kinds: { settings: '設定', instructions: '指示', script: 'スクリプト', program: 'プログラム' } satisfies Record<FileKind, string>,
    sum: (files: number, findings: number, unread: number) => `ファイル ${files} 件、検出 ${findings} 件${unread === 0 ? '' : `、未検査 ${unread} 件`}`, none: 'エージェントの設定・指示ファイルが見つかりませんでした。', place: (place: string) => place.replace(/\bline (\d+)$/, '$1 行目').replace(/^all of it$/, '全体').replace(/^head: /, '先頭部：'),
  },
} as const

/** `noroshi ai scan`. Exit code 1 when something grave was found, or a file could not be read. */
export function aiScan(paths: readonly string[], { lang, json }: ScanOptions): number {
  requirePaths(paths)
  const { files, findings, unread } = scanPaths(openGuard(), paths)
  const words = WORDS[lang]
  const print = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)
  for (const { file, reason } of unread) process.stderr.write(`${printable(file)}: ${printable(reason[lang])}\n`)
  for (const { file, kind } of files) {
    if (json === true) print({ file, kind, unread: null })
    else process.stdout.write(`${printable(file)}  ${words.kinds[kind]}\n`)
  }
  if (json === true) for (const { file, reason } of unread) print({ file, kind: null, unread: reason[lang] })
  for (const { file, place, severity, check, reason, mend } of findings.toSorted((a, b) => RANKS[a.severity] - RANKS[b.severity])) {
    if (json === true) print({ file, place, severity, check, reason: reason[lang], mend: mend[lang] })
    else process.stdout.write(`${words.severities[severity]}  ${printable(file)}  ${printable(words.place(place))}\n      ${printable(reason[lang])}\n      → ${printable(mend[lang])}\n`)
  }
  if (json !== true) process.stdout.write(`${files.length + unread.length === 0 ? words.none : words.sum(files.length, findings.length, unread.length)}\n`)
  return unread.length > 0 || findings.some(({ severity }) => severity === 'high') ? 1 : 0
}
