import type { Guard } from '../judge/guard.ts'
import type { GuardReason } from '../judge/verdict.ts'
import { dataFormatOf, readData } from './data/read-data.ts'
import { isProgram, textOf } from './files/read-file.ts'
import type { FileKind } from './files/known-files.ts'
import { readFrontMatter } from './instructions/front-matter.ts'
import { scanTold } from './instructions/scan-told.ts'
import { scanConfiguration } from './scan-configuration.ts'
import type { PlacedFinding } from './scan-finding.ts'
import { scanScript } from './script/scan-script.ts'
import { codexRules } from './settings/codex-rules.ts'

/** What was found in a file, or why it cannot be read; null where it turns out to be nothing of an agent's. */
export type FileScan = { readonly findings: readonly PlacedFinding[]; readonly kind: FileKind } | { readonly reason: GuardReason } | null

export function scanFile(guard: Guard, path: string, kind: FileKind, bytes: Buffer): FileScan {
  if (kind === 'program' || (kind === 'script' && isProgram(bytes))) return { kind: 'program', findings: [unreadable()] }
  const text = textOf(bytes)
  switch (kind) {
    case 'settings': return scanSettings(guard, path, text)
    case 'instructions': return { kind, findings: scanDocument(guard, text) }
    // Beside a skill lie licences and the like, too.
    case 'script': return /\.[^/.]+$/.test(path) || text.startsWith('#!') ? { kind, findings: scanScript(path, text) } : null
  }
}

function scanSettings(guard: Guard, path: string, text: string): FileScan {
  if (path.endsWith('.rules')) return { kind: 'settings', findings: codexRules(text) }
  const read = readData(dataFormatOf(path) ?? 'json', text)
  return 'reason' in read ? read : { kind: 'settings', findings: scanConfiguration(guard, read.value) }
}

/** The head of a skill sets what settings set; all of it is told to the model, its description, too. */
function scanDocument(guard: Guard, text: string): PlacedFinding[] {
  const { settings, findings } = readFrontMatter(text)
  const told = scanTold(guard, text)
  const { description: _, ...others } = settings ?? {}
  // A secret or an order of the head is found in the text as well.
  const inHead = scanConfiguration(guard, others).filter(({ check }) => !told.some(each => each.check === check))
  return [...told, ...findings, ...inHead.map(each => ({ ...each, place: `head: ${each.place}` }))]
}

function unreadable(): PlacedFinding {
  return {
    check: 'unreadable-program', severity: 'medium', place: 'all of it', reason: { en: 'it is a program in a form that nobody reads, where an agent may run it', ja: 'エージェントが実行しうる場所に、内容を確かめられない形式のプログラムがある' },
    mend: { en: 'ask for its source, or compare its checksum with what its maker says', ja: 'ソースコードを求めるか、作成元が公表するチェックサムと照合する' },
  }
}
