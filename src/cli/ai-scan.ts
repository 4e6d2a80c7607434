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
  en: { high: 'high', medium: 'medium', low: 'low', sum: (files: number, findings: number) => `${files} files, ${findings} findings`, none: 'No file that configures or instructs agents was found.' },
  ja: { high: '高', medium: '中', low: '低', sum: (files: number, findings: number) => `ファイル ${files} 件、検出 ${findings} 件`, none: 'エージェントの設定・指示ファイルが見つかりませんでした。' },
} as const

/** `noroshi ai scan`. Exit code 1 when something grave was found, or a file could not be read. */
export function aiScan(paths: readonly string[], { lang, json }: ScanOptions): number {
  requirePaths(paths)
  const { files, findings, unread } = scanPaths(openGuard(), paths)
  const words = WORDS[lang]
  for (const { file, reason } of unread) process.stderr.write(`${printable(file)}: ${printable(reason)}\n`)
  const sorted = findings.toSorted((a, b) => RANKS[a.severity] - RANKS[b.severity])
  for (const { file, place, severity, check, reason, mend } of sorted) {
    if (json === true) process.stdout.write(`${JSON.stringify({ file, place, severity, check, reason: reason[lang], mend: mend[lang] })}\n`)
    else process.stdout.write(`${words[severity]}  ${printable(file)}  ${printable(place)}\n      ${printable(reason[lang])}\n      → ${printable(mend[lang])}\n`)
  }
  if (json !== true) process.stdout.write(`${files.length === 0 ? words.none : words.sum(files.length, findings.length)}\n`)
  return unread.length > 0 || findings.some(({ severity }) => severity === 'high') ? 1 : 0
}
