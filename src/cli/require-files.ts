import { statSync } from 'node:fs'
import { NoroshiError } from '../platform/noroshi-error.ts'
import { requirePaths } from './rule-directories.ts'

/** Where one file is read, a folder is wrong usage, as a misspelt path is. */
export function requireFiles(paths: readonly string[]): void {
  requirePaths(paths)
  const folder = paths.find(path => statSync(path).isDirectory())
  if (folder !== undefined) throw new NoroshiError('usage', `${folder} is a folder: name a file`)
}
