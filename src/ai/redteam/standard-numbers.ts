import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import * as z from 'zod'
import { NoroshiError } from '../../platform/noroshi-error.ts'
import { loadAtlas } from '../incident/atlas.ts'
import { GUARD_DIRECTORY } from '../signature/load-signatures.ts'

/**
 * Where a goal stands in public lists: the OWASP Top 10 for LLM applications of 2025 (that of 2026 numbers anew, so the year is part of it), the OWASP Top 10 for
 * agentic applications of 2026, and MITRE ATLAS.
 */
export const STANDARD_NUMBERS = {
  owasp: z.string().regex(/^LLM(?:0[1-9]|10):2025$/),
  agentic: z.string().regex(/^ASI(?:0[1-9]|10)$/),
  technique: z.string().regex(/^AML\.T\d{4}(?:\.\d{3})?$/),
}

/** What each of these numbers is called in its list. @throws NoroshiError `bad-guard-data` */
export function loadStandardNames(path: string = join(GUARD_DIRECTORY, 'standards.yml')): Readonly<Record<string, string>> {
  const result = z.record(z.string(), z.string()).safeParse(parse(readFileSync(path, 'utf8')))
  if (!result.success) throw new NoroshiError('bad-guard-data', `${path}: ${result.error.message}`)
  return { ...result.data, ...Object.fromEntries(Object.entries(loadAtlas().techniques).map(([id, { name }]) => [id, name])) }
}
