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

const requestsSchema = z.strictObject({
  /** Patterns that others name in angle brackets. */
  words: z.record(z.string().regex(/^[a-z]+$/), z.string().min(1)),
  /** What only people who know of each other's affairs ask. */
  between: z.record(z.string().length(2), z.array(z.string().min(1)).min(1)),
  shapes: z.array(z.strictObject({
    id: z.string().regex(/^[a-z-]+$/),
    en: z.string().min(1),
    ja: z.string().min(1),
    needs: z.enum(['nothing', 'break', 'code']),
    patterns: z.record(z.string().length(2), z.array(z.string().min(1)).min(1)),
  })),
})

export interface RequestData {
  readonly shapes: readonly RequestShape[]
  /** What of a sentence says that it is between people who know of each other's affairs. */
  readonly between: readonly RegExp[]
}

let loaded: RequestData | null = null

/**
 * What the guard comes with, read once.
 *
 * @throws NoroshiError `bad-guard-data` that names file, place and reason
 */
export function requestData(): RequestData {
  loaded ??= loadRequestData(join(GUARD_DIRECTORY, 'requests.yml'))
  return loaded
}

function loadRequestData(path: string): RequestData {
  const result = requestsSchema.safeParse(parse(readFileSync(path, 'utf8')))
  if (!result.success) throw new NoroshiError('bad-guard-data', `${path}: ${z.prettifyError(result.error)}`)
  const { words, between, shapes } = result.data
  const all = (where: string, patterns: Readonly<Record<string, readonly string[]>>) => Object.entries(patterns)
    .flatMap(([language, sources]) => sources.map(source => compiled(path, `${where}, ${language}`, withWords(source, words))))
  return { between: all('between', between), shapes: shapes.map(shape => ({ ...shape, patterns: all(shape.id, shape.patterns) })) }
}

/** Names that are none (`(?<name>` and the like) stay. */
function withWords(source: string, words: Readonly<Record<string, string>>): string {
  return source.replaceAll(/<([a-z]+)>/g, (name, word: string) => words[word] ?? name)
}

function compiled(path: string, where: string, source: string): RegExp {
  try {
    return new RegExp(source, 'iu')
  } catch (error) {
    throw new NoroshiError('bad-guard-data', `${path}: ${where}: ${error instanceof Error ? error.message : String(error)}`)
  }
}
