import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { MAPPINGS_DIRECTORY } from './load-mappings.ts'

/** Hex SHA-256 of all mappings, names and contents: datasets, times, subjects and entities depend on them. */
export function mappingsHash(directory: string = MAPPINGS_DIRECTORY): string {
  const hash = createHash('sha256')
  for (const name of readdirSync(directory).filter(each => each.endsWith('.yml')).sort()) {
    const content = readFileSync(join(directory, name))
    hash.update(`${name}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}
