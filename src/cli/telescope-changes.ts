import { countChanges } from '../observe/telescope/count-changes.ts'
import { readCountsFile } from '../observe/telescope/counts-file.ts'
import type { CommonOptions } from './settings.ts'
import { writeLines } from './write-lines.ts'

export interface ChangesOptions extends CommonOptions {
  readonly lang: 'en' | 'ja'
  readonly json?: boolean
}

const WORDS = {
  en: { packets: 'packets', hosts: 'hosts', on: 'on', none: 'No change.\n', and: ' and ' },
  ja: { packets: 'パケット数', hosts: 'ホスト数', on: '対象:', none: '変化はありません。\n', and: 'と' },
} as const

/** `noroshi telescope changes`: where ChangeFinder sees a change in a table of counts. */
export async function findChanges(path: string, { lang, json }: ChangesOptions): Promise<number> {
  const changes = countChanges(await readCountsFile(path))
  const words = WORDS[lang]
  const lines = changes.map(({ at, score, on }) => `${at}  ${score.toFixed(2)}  ${words.on} ${on.map(each => words[each]).join(words.and)}\n`)
  if (json === true) await writeLines(process.stdout, [`${JSON.stringify({ changes })}\n`])
  else await writeLines(process.stdout, lines.length === 0 ? [words.none] : lines)
  return 0
}
