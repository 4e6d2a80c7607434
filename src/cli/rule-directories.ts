import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { NoroshiError } from '../platform/noroshi-error.ts'

/** The rules that come with the program. */
const OWN_RULES = join(import.meta.dirname, '../../rules')

/** The rule directories named, or the program's own. */
export function ruleDirectories(named: readonly string[]): readonly string[] {
  requirePaths(named)
  return named.length > 0 ? named : [OWN_RULES]
}

/** A path that is misspelt is wrong usage, not evidence that cannot be read. */
export function requirePaths(paths: readonly string[]): void {
  const missing = paths.find(path => !existsSync(path))
  if (missing !== undefined) throw new NoroshiError('no-such-path', `there is no ${missing}`)
}
