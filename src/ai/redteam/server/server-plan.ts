import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import * as z from 'zod'
import { NoroshiError } from '../../../platform/noroshi-error.ts'
import { GUARD_DIRECTORY } from '../../signature/load-signatures.ts'
import { STANDARD_NUMBERS } from '../standard-numbers.ts'

const goalSchema = z.strictObject({
  id: z.string().regex(/^[a-z-]+$/),
  /** What decides: what is described, that it changes, a planted file, a product, a text put together, a fetch, a secret, an answer to nobody. */
  kind: z.enum(['description', 'change', 'file', 'mark', 'text', 'fetch', 'secret', 'open']),
  ...STANDARD_NUMBERS,
  en: z.string(),
  ja: z.string(),
  mend: z.strictObject({ en: z.string(), ja: z.string() }),
  /** Names of parameters that are tried first. */
  parameters: z.string().default(''),
  texts: z.array(z.string()).default([]),
})

const planSchema = z.strictObject({ goals: z.array(goalSchema).min(1) })

export type ServerPlan = z.infer<typeof planSchema>
export type ServerGoal = ServerPlan['goals'][number]

/** What the red team tries on servers of tools. @throws NoroshiError `bad-guard-data` */
export function loadServerPlan(path: string = join(GUARD_DIRECTORY, 'redteam-servers.yml')): ServerPlan {
  const result = planSchema.safeParse(parse(readFileSync(path, 'utf8')))
  if (!result.success) throw new NoroshiError('bad-guard-data', `${path}: ${result.error.message}`)
  return result.data
}
