import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { chooseServerAccount } from '../src/store/postgres/server-account.ts'
import { runNoroshi, runProgram } from './run-noroshi.ts'

const ROOT = join(import.meta.dirname, '..')
const KEPT = join(ROOT, '.runtime/made-data')

/** What says how a new data folder looks: the engines that are installed, how they are run, and their tables. */
const MAKERS = ['src/store', 'src/platform/data-folder.ts', 'src/platform/data-folder-version.ts', 'package-lock.json']

/** Milliseconds after which one that was made of something else is removed: nobody copies it any more. */
const OLD_MS = 24 * 3_600_000

/**
 * Puts a data folder where there is none, as the first start of the program leaves it: a copy of one that was made once for all tests, since
 * making it takes both engines two seconds of processor time. What is about that first start itself does not ask for it.
 */
export async function placeMadeData(path: string): Promise<void> {
  // A user of its own cannot reach the folders of tests, and gets a place elsewhere, which no copy would.
  if (existsSync(path) || chooseServerAccount().kind === 'user') return
  mkdirSync(dirname(path), { recursive: true })
  await runProgram('cp', ['-a', await madeData(), path])
}

async function madeData(): Promise<string> {
  const kept = join(KEPT, makersHash())
  if (existsSync(kept)) return kept
  mkdirSync(KEPT, { recursive: true })
  const unfinished = mkdtempSync(join(KEPT, 'new-'))
  const { code, stderr } = await runNoroshi(['status', '--data', join(unfinished, 'data')])
  if (code !== 0) throw new Error(stderr)
  for (const other of readdirSync(KEPT).map(name => join(KEPT, name))) if (statSync(other).mtimeMs < Date.now() - OLD_MS) rmSync(other, { recursive: true, force: true })
  try {
    renameSync(join(unfinished, 'data'), kept)
  } catch (error) {
    // Another process was faster.
    if (!existsSync(kept)) throw error
  }
  rmSync(unfinished, { recursive: true })
  return kept
}

let hash: string | undefined

function makersHash(): string {
  return hash ??= MAKERS.flatMap(filesOf).reduce((made, file) => made.update(`${file}\0`).update(readFileSync(join(ROOT, file))), createHash('sha256')).digest('hex').slice(0, 32)
}

function filesOf(path: string): string[] {
  return /\.\w+$/.test(path) ? [path] : readdirSync(join(ROOT, path), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && !entry.name.endsWith('.test.ts')).map(({ parentPath, name }) => join(parentPath.slice(ROOT.length + 1), name)).sort()
}
