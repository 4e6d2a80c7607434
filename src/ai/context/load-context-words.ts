import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { NoroshiError } from '../../platform/noroshi-error.ts'
import { GUARD_DIRECTORY } from '../signature/load-signatures.ts'
import { contextSchema } from './context-schema.ts'
import { ContextWords } from './context-words.ts'

/**
 * Reads what orders of contexts are said with; nothing but texts, which the plainest schema reads fastest (0.2 s of processor time).
 *
 * @throws NoroshiError `bad-guard-data` that names file and reason
 */
export function loadContextWords(directory: string = GUARD_DIRECTORY): ContextWords {
  const path = join(directory, 'context.yml')
  const result = contextSchema.safeParse(parse(readFileSync(path, 'utf8'), { schema: 'failsafe', prettyErrors: false }))
  if (!result.success) throw new NoroshiError('bad-guard-data', `${path}: ${result.error.message}`)
  return new ContextWords(result.data)
}
