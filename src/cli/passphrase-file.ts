import { readFileSync } from 'node:fs'
import { messageOf, NoroshiError } from '../platform/noroshi-error.ts'

/** The first line of a file, as the passphrase of a backup; null without a file. @throws NoroshiError `no-such-path`, `usage` when it is short */
export function readPassphrase(path: string | undefined): string | null {
  if (path === undefined) return null
  const [line = ''] = readText(path).split(/\r?\n/)
  if (line.length < SHORTEST) throw new NoroshiError('usage', `the passphrase in ${path} has fewer than ${SHORTEST} characters`)
  return line
}

/** Characters: with scrypt before it, beyond what is tried. */
const SHORTEST = 12

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new NoroshiError('no-such-path', `the passphrase file ${path} cannot be read: ${messageOf(cause)}`, { cause })
  }
}
