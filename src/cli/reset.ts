import { existsSync, lstatSync, readdirSync, readlinkSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { NoroshiError } from '../platform/noroshi-error.ts'
import { requireOurs, resetDataFolder } from '../platform/reset-data-folder.ts'
import { stopStaleChild } from '../platform/stale-child.ts'
import { CustodyRegister } from '../store/custody/custody-register.ts'
import { readEntries } from '../store/custody/read-entries.ts'
import { SHARED_FOLDER } from '../store/postgres/defaults.ts'
import { askPerson } from './ask-person.ts'
import type { CommonOptions } from './settings.ts'
import { dataPathsOf } from './settings.ts'

export interface ResetOptions extends CommonOptions {
  readonly yes?: boolean
  readonly lang: 'en' | 'ja'
}

/** `noroshi reset`: exit code 1 when the answer was another than the folder's name. */
export async function reset(options: ResetOptions): Promise<number> {
  const { path, custody, postgres, run } = dataPathsOf(options)
  const words = WORDS[options.lang]
  requireOurs(path)
  await requireNoHold(custody)
  if (options.yes !== true && await askPerson(words.question(path, basename(path))) !== basename(path)) {
    process.stderr.write(`${words.kept}\n`)
    return 1
  }
  await stopOrphans(run)
  const { kept } = resetDataFolder(path, placesElsewhere(postgres))
  process.stdout.write(`${words.done(path)}\n`)
  if (kept.length > 0) process.stdout.write(`${words.others(kept.join(' '))}\n`)
  return 0
}

const WORDS = {
  en: {
    question: (path: string, name: string) =>
      `This deletes ${path} for good: events, findings, cases, evidence and its custody.\nType the folder's name (${name}) to go on: `,
    kept: 'nothing was deleted',
    done: (path: string) => `${path} is deleted`,
    others: (names: string) => `the folder stays, because these are not Noroshi's: ${names}`,
  },
  ja: {
    question: (path: string, name: string) =>
      `${path} を完全に削除します(イベント、検知、ケース、証拠とその保管記録を含みます)。\n続けるにはフォルダー名(${name})を入力してください: `,
    kept: '何も削除していません',
    done: (path: string) => `${path} を削除しました`,
    others: (names: string) => `次のものは Noroshi のものではないため、フォルダーごと残しました: ${names}`,
  },
} as const

/** A hold outlives even this command. A ledger that is damaged beyond reading holds nothing we could know of. */
async function requireNoHold(custody: string): Promise<void> {
  const register = new CustodyRegister()
  try {
    for await (const entry of readEntries(custody)) register.accept(entry)
  } catch (cause) {
    if (!(cause instanceof NoroshiError)) throw cause
  }
  const [hold] = register.holds
  if (hold !== undefined) throw new NoroshiError('evidence-held', `${hold.target} is on hold by ${hold.actor} since ${hold.time}: ${hold.reason}`)
}

/** Engines that a killed process left behind would go on writing. @throws NoroshiError `child-busy` while their process runs */
export async function stopOrphans(run: string): Promise<void> {
  const names = existsSync(run) ? readdirSync(run).filter(name => name.endsWith('.pid')) : []
  for (const name of names) await stopStaleChild(basename(name, '.pid'), join(run, name))
}

/** Where PostgreSQL's user may not enter the data folder, the server's files lie in a folder of ours that `postgres` links to. */
export function placesElsewhere(postgres: string): string[] {
  if (lstatSync(postgres, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return []
  const home = dirname(readlinkSync(postgres))
  return dirname(home) === SHARED_FOLDER && basename(home).startsWith('data-') ? [home] : []
}
