import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import * as z from 'zod'
import { NoroshiError } from '../../platform/noroshi-error.ts'
import { GUARD_DIRECTORY } from '../signature/load-signatures.ts'
import { DISGUISES } from '../text/disguises.ts'

const id = z.string().regex(/^[a-z0-9-]+$/)
const said = z.strictObject({ en: z.string(), ja: z.string() })

const goalSchema = z.strictObject({
  id,
  /** What decides: the planted mark is told, a text is said, a tool is called, a picture carries data, the answer is too long. */
  kind: z.enum(['reveal', 'say', 'call', 'picture', 'spend']),
  /** Of `call`. */
  tool: z.string().optional(),
  /** Its requests stand in content that the target reads, not in what a person asks. */
  delivered: z.boolean().default(false),
  owasp: z.string(),
  agentic: z.string(),
  technique: z.string(),
  en: z.string(),
  ja: z.string(),
  mend: said,
  requests: z.record(z.string(), z.array(z.string()).min(1)),
})

const waySchema = z.strictObject({
  id,
  kind: z.enum(['direct', 'persona', 'suppression', 'split', 'turns', 'disguise']),
  disguise: z.string().refine(name => name in DISGUISES, 'is no disguise').optional(),
  turns: z.array(z.string()).min(1),
})

const deliverySchema = z.strictObject({ id, result: z.string().optional(), turns: z.array(z.string()).min(1) })

const planSchema = z.strictObject({
  scene: z.strictObject({ system: z.string(), tools: z.array(z.strictObject({ name: z.string(), description: z.string(), parameter: z.string() })) }),
  goals: z.array(goalSchema),
  ways: z.array(waySchema),
  deliveries: z.array(deliverySchema),
  ordinary: z.record(z.string(), z.array(z.string())),
})

export type AttackPlan = z.infer<typeof planSchema>
export type Goal = AttackPlan['goals'][number]
export type Way = AttackPlan['ways'][number]
export type Delivery = AttackPlan['deliveries'][number]

/** What the red team tries. @throws NoroshiError `bad-guard-data` */
export function loadAttackPlan(path: string = join(GUARD_DIRECTORY, 'redteam.yml')): AttackPlan {
  const result = planSchema.safeParse(parse(readFileSync(path, 'utf8')))
  if (!result.success) throw new NoroshiError('bad-guard-data', `${path}: ${result.error.message}`)
  return result.data
}
