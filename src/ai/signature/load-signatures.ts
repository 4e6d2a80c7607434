import { join } from 'node:path'
import { NoroshiError } from '../../platform/noroshi-error.ts'
import { foldLetters } from '../text/fold-letters.ts'
import { readGuardFile } from './read-guard-file.ts'
import { conceptsSchema, signaturesSchema } from './signature-schema.ts'
import type { SignatureData } from './signature-schema.ts'
import { Signatures } from './signatures.ts'
import { TermAutomaton } from './term-automaton.ts'

/** The data that the guard comes with: concepts, signatures, its model. */
export const GUARD_DIRECTORY = join(import.meta.dirname, '../../../guard')

/**
 * Reads what injections are made of and how.
 *
 * @throws NoroshiError `bad-guard-data` that names file, place and reason
 */
export function loadSignatures(directory: string = GUARD_DIRECTORY): Signatures {
  const concepts = readGuardFile(join(directory, 'concepts.yml'), conceptsSchema)
  const path = join(directory, 'signatures.yml')
  const signatures: readonly SignatureData[] = readGuardFile(path, signaturesSchema)
  const names = Object.keys(concepts)
  for (const { id, when, unless = [] } of signatures) {
    const unknown = [...when, ...unless].find(concept => !names.includes(concept))
    if (unknown !== undefined) throw new NoroshiError('bad-guard-data', `${path}: ${id}: there is no concept ${unknown}`)
  }
  const terms = names.flatMap((name, index) => Object.values(concepts[name]!).flat().map(term => [foldLetters(term), index] as const))
  return new Signatures(names, signatures, new TermAutomaton(terms))
}
