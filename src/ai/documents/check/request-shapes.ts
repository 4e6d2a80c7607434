import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import * as z from 'zod'
import { NoroshiError } from '../../../platform/noroshi-error.ts'
import { GUARD_DIRECTORY } from '../../signature/load-signatures.ts'

/** A way in which requests are put, in any of the languages, and what must hold around them for them to count. */
export interface RequestShape {
  readonly id: string
  readonly en: string
  readonly ja: string
  readonly needs: 'nothing' | 'break' | 'code'
  readonly patterns: readonly RegExp[]
}

const requestsSchema = z.array(z.strictObject({
  id: z.string().regex(/^[a-z-]+$/),
  en: z.string().min(1),
  ja: z.string().min(1),
  needs: z.enum(['nothing', 'break', 'code']),
  patterns: z.record(z.string().length(2), z.array(z.string().min(1)).min(1)),
}))

let loaded: readonly RequestShape[] | null = null

/**
 * The shapes that the guard comes with, read once.
 *
 * @throws NoroshiError `bad-guard-data` that names file, place and reason
 */
export function requestShapes(): readonly RequestShape[] {
  loaded ??= loadRequestShapes(join(GUARD_DIRECTORY, 'requests.yml'))
  return loaded
}

function loadRequestShapes(path: string): RequestShape[] {
  const result = requestsSchema.safeParse(parse(readFileSync(path, 'utf8')))
  if (!result.success) throw new NoroshiError('bad-guard-data', `${path}: ${z.prettifyError(result.error)}`)
  return result.data.map(shape => ({ ...shape, patterns: Object.entries(shape.patterns).flatMap(([language, sources]) => sources.map(source => compiled(path, `${shape.id}, ${language}`, source))) }))
}

function compiled(path: string, where: string, source: string): RegExp {
  try {
    return new RegExp(source, 'iu')
  } catch (error) {
    throw new NoroshiError('bad-guard-data', `${path}: ${where}: ${error instanceof Error ? error.message : String(error)}`)
  }
}
