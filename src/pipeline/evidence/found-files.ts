import type { Stats } from 'node:fs'
import { lstat, readdir, realpath, stat } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { cannotRead } from './file-range.ts'

export type FoundFile =
  | { readonly kind: 'file', readonly path: string, readonly stats: Stats }
  | { readonly kind: 'unreadable', readonly path: string, readonly reason: string }

/**
 * The files under the paths given, each once though it be given twice: those below directories sorted by name. A path that is given is
 * followed when it is a symbolic link. One met below a directory is not: what lies in the directory is found anyway, and a link that
 * leads out of it, or nowhere, is unreadable. Never throws for what the file system says.
 */
export async function* findFiles(paths: readonly string[]): AsyncGenerator<FoundFile, void, undefined> {
  const given = new Set<string>()
  for (const path of paths) {
    try {
      const real = await realpath(path)
      if (isWithin(given, real)) continue
      const stats = await stat(real)
      if (stats.isDirectory()) yield* filesIn(path, real, { real, given })
      else yield asFile(path, stats)
      given.add(real)
    } catch (cause) {
      yield { kind: 'unreadable', path, reason: cannotRead(cause).message }
    }
  }
}

interface Root {
  readonly real: string
  /** What was read before, by real path. */
  readonly given: ReadonlySet<string>
}

async function* filesIn(directory: string, realDirectory: string, root: Root): AsyncGenerator<FoundFile, void, undefined> {
  let names: string[]
  try {
    names = await readdir(directory)
  } catch (cause) {
    return yield { kind: 'unreadable', path: directory, reason: cannotRead(cause).message }
  }
  for (const name of names.sort()) {
    const path = join(directory, name)
    const real = join(realDirectory, name)
    if (root.given.has(real)) continue
    try {
      const stats = await lstat(path)
      if (stats.isDirectory()) yield* filesIn(path, real, root)
      else if (!stats.isSymbolicLink()) yield asFile(path, stats)
      else if (!await leadsInto(root.real, path)) {
        yield { kind: 'unreadable', path, reason: 'a symbolic link that leads out of the directory given is not followed' }
      }
    } catch (cause) {
      yield { kind: 'unreadable', path, reason: name.includes(REPLACEMENT) ? NOT_UTF8 : cannotRead(cause).message }
    }
  }
}

/** What stands in a name for bytes that are not UTF-8: under the name as shown there is no file. */
const REPLACEMENT = '\ufffd'
const NOT_UTF8 = 'cannot be read: its name is not UTF-8; give it another name'

/** Whether a path or a directory above it is in the set. */
function isWithin(given: ReadonlySet<string>, path: string): boolean {
  for (let above = path; ; above = dirname(above)) {
    if (given.has(above)) return true
    if (above === dirname(above)) return false
  }
}

/** @throws when the link leads nowhere */
async function leadsInto(root: string, link: string): Promise<boolean> {
  const way = relative(root, await realpath(link))
  return way !== '..' && !way.startsWith(`..${sep}`)
}

function asFile(path: string, stats: Stats): FoundFile {
  if (stats.isFile()) return { kind: 'file', path, stats }
  const what = stats.isFIFO() ? 'a pipe' : stats.isSocket() ? 'a socket' : 'a device'
  return { kind: 'unreadable', path, reason: `cannot be read: it is ${what}, not a file` }
}
