import { join } from 'node:path'
import { GUARD_DIRECTORY } from '../signature/load-signatures.ts'
import { readGuardFile } from '../signature/read-guard-file.ts'
import { contextSchema } from './context-schema.ts'
import { ContextWords } from './context-words.ts'

/**
 * Reads what orders of contexts are said with; nothing but texts, which the plainest schema reads fastest (0.2 s of processor time).
 *
 * @throws NoroshiError `bad-guard-data` that names file, place and reason
 */
export function loadContextWords(directory: string = GUARD_DIRECTORY): ContextWords {
  return new ContextWords(readGuardFile(join(directory, 'context.yml'), contextSchema, 'failsafe'))
}
