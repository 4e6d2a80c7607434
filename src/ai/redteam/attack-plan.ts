import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import * as z from 'zod'
import { NoroshiError } from '../../platform/noroshi-error.ts'
import { GUARD_DIRECTORY } from '../signature/load-signatures.ts'
import { DRESSES } from './dresses.ts'
import { STANDARD_NUMBERS } from './standard-numbers.ts'

const id = z.string().regex(/^[a-z0-9-]+$/)
const said = z.strictObject({ en: z.string(), ja: z.string() })

const goalSchema = z.strictObject({
  id,
  /**
   * What decides: the planted mark is told, a text is said, a false fact instead of the true one, a tool is called, a picture carries data, the answer is too long. Of
   * `comply` the mark and a refusal decide, and what is neither a judge alone.
   */
  kind: z.enum(['reveal', 'say', 'claim', 'call', 'picture', 'spend', 'comply']),
  /** Of `call`. */
  tool: z.string().optional(),
  /** Its requests stand in content that the target reads, not in what a person asks. */
  delivered: z.boolean().default(false),
  /** Only what is delivered for this goal by name. */
  ownDeliveries: z.boolean().default(false),
  ...STANDARD_NUMBERS,
  en: z.string(),
  ja: z.string(),
  mend: said,
  requests: z.record(z.string(), z.array(z.string()).min(1)),
})

const waySchema = z.strictObject({
  id,
  kind: z.enum(['direct', 'persona', 'suppression', 'split', 'turns', 'disguise']),
  disguise: z.string().refine(name => name in DRESSES, 'is no disguise').optional(),
  /** How many of the shots stand in `{shots}`, and how each is written. */
  shots: z.int().min(1).max(1_000).optional(),
  shot: z.string().default(''),
  turns: z.array(z.string()).min(1),
})

const deliverySchema = z.strictObject({
  id,
  /** The tool whose result the last turn is, and what it was asked. */
  result: z.string().optional(),
  asked: z.string().default('1042'),
  /** Only for these goals; none: for all that have none of their own. */
  goals: z.array(id).optional(),
  turns: z.array(z.string()).min(1),
})

/** What is done to an attack that was refused: another frame, disguise, language, or course of the conversation. */
const mutationSchema = z.strictObject({
  id,
  kind: z.enum(['persona', 'authority', 'politeness', 'frame', 'suppression', 'disguise', 'language', 'turns']),
  text: z.string().includes('{request}').default('{request}'),
  disguise: z.string().refine(name => name in DRESSES, 'is no disguise').optional(),
  /** The request of this language instead. */
  language: z.string().optional(),
  /** Turns that lead up to it. */
  before: z.array(z.string()).default([]),
  /** It is told in so many turns. */
  parts: z.int().min(2).max(4).optional(),
})

const planSchema = z.strictObject({
  scene: z.strictObject({ system: z.string(), tools: z.array(z.strictObject({ name: z.string(), description: z.string(), parameter: z.string() })) }),
  goals: z.array(goalSchema),
  ways: z.array(waySchema),
  shots: z.array(z.strictObject({ asked: z.string(), answered: z.string() })).min(1),
  deliveries: z.array(deliverySchema),
  mutations: z.array(mutationSchema),
  ordinary: z.record(z.string(), z.array(z.string())),
})

export type AttackPlan = z.infer<typeof planSchema>
export type Goal = AttackPlan['goals'][number]
export type Way = AttackPlan['ways'][number]
export type Mutation = AttackPlan['mutations'][number]

/** What the red team tries. @throws NoroshiError `bad-guard-data` */
export function loadAttackPlan(path: string = join(GUARD_DIRECTORY, 'redteam.yml')): AttackPlan {
  const result = planSchema.safeParse(parse(readFileSync(path, 'utf8')))
  if (!result.success) throw new NoroshiError('bad-guard-data', `${path}: ${result.error.message}`)
  return result.data
}
