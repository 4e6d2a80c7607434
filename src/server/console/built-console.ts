import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { NoroshiError } from '../../platform/noroshi-error.ts'

/** The clone. */
const HOME = join(import.meta.dirname, '../../..')

/** Milliseconds a build may take: seconds on a fast machine, a minute on a slow one that is busy. */
const BUILD_MS = 600_000

/** Characters of the builder's last words that a message shows. */
const LAST_WORDS = 1_000

/**
 * The folder of the built console, `.runtime/console/<hash of its sources>`; built when it is not there, and earlier ones removed.
 *
 * @param onBuild called when it has to be built, which takes seconds
 * @throws NoroshiError `console-failed`
 */
export async function builtConsole(onBuild: () => void): Promise<string> {
  const parent = join(HOME, '.runtime', 'console')
  const folder = join(parent, hashOfSources())
  if (existsSync(join(folder, 'index.html'))) return folder
  onBuild()
  mkdirSync(parent, { recursive: true })
  const part = join(parent, `part-${randomBytes(6).toString('hex')}`)
  try {
    await build(part)
    if (!existsSync(join(part, 'index.html'))) throw new NoroshiError('console-failed', 'the build of the console has no index.html')
    rmSync(folder, { recursive: true, force: true })
    renameSync(part, folder)
  } finally {
    rmSync(part, { recursive: true, force: true })
  }
  for (const name of readdirSync(parent)) if (join(parent, name) !== folder && !name.startsWith('part-')) rmSync(join(parent, name), { recursive: true, force: true })
  return folder
}

/** Of everything that goes into it, in one order. */
function hashOfSources(): string {
  const web = join(HOME, 'web')
  const files = readdirSync(web, { recursive: true, withFileTypes: true }).filter(each => each.isFile() && !each.name.includes('.test.'))
    .map(({ parentPath, name }) => join(parentPath, name)).filter(path => !path.includes('node_modules')).sort()
  const hash = createHash('sha256')
  for (const path of [...files, join(HOME, 'package-lock.json')]) {
    const content = readFileSync(path)
    hash.update(`${relative(HOME, path)}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex').slice(0, 32)
}

/** A process of its own: what builds is large, and the server keeps none of it. */
async function build(folder: string): Promise<void> {
  const child = spawn(process.execPath, [join(HOME, 'web', 'build.ts'), folder], { cwd: HOME, stdio: ['ignore', 'pipe', 'pipe'], timeout: BUILD_MS })
  let said = ''
  const keep = (block: Buffer) => { said = (said + block.toString()).slice(-LAST_WORDS) }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  // After a failed start it also closes, without a code.
  child.on('error', cause => { said += cause.message })
  await new Promise<void>(resolve => child.once('close', () => resolve()))
  if (child.exitCode !== 0) throw new NoroshiError('console-failed', `the console cannot be built: ${said.trim()}`)
}
