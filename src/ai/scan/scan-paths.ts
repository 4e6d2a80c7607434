import type { Guard } from '../judge/guard.ts'
import { MOST_BYTES, MOST_FINDINGS } from './defaults.ts'
import { dataFormatOf } from './data/read-data.ts'
import { findFiles } from './files/find-files.ts'
import type { FoundFile, UnreadFile } from './files/find-files.ts'
import { readFile } from './files/read-file.ts'
import { scanFile } from './scan-file.ts'
import type { ScanFinding } from './scan-finding.ts'

export interface Scanned {
  readonly files: readonly FoundFile[]
  readonly findings: readonly ScanFinding[]
  readonly unread: readonly UnreadFile[]
}

/** What a byte costs beside one of JSON. */
const COSTS = { yaml: 10, script: 4, other: 1 } as const

/** Files that are named, and those below folders that configure or instruct agents. Nothing is run, asked or fetched. */
export function scanPaths(guard: Guard, paths: readonly string[]): Scanned {
  const found = findFiles(paths)
  const files: FoundFile[] = []
  const unread = [...found.unread]
  const findings: ScanFinding[] = []
  let cost = 0
  for (const { file, kind } of found.files) {
    const read = cost > MOST_BYTES ? { reason: { en: 'too much was looked at already', ja: '検査の上限に達した' } } : readFile(file)
    if ('reason' in read) {
      unread.push({ file, reason: read.reason })
      continue
    }
    cost += read.bytes.length * COSTS[kind === 'script' ? 'script' : dataFormatOf(file) === 'yaml' ? 'yaml' : 'other']
    const scan = scanFile(guard, file, kind, read.bytes)
    if (scan === null) continue
    if ('reason' in scan) unread.push({ file, reason: scan.reason })
    else {
      files.push({ file, kind: scan.kind })
      findings.push(...scan.findings.slice(0, MOST_FINDINGS + 1).map(each => ({ ...each, file })))
    }
  }
  return { files, findings, unread }
}
