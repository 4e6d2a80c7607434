import * as z from 'zod'
import type { GuardLayer, GuardVerdict } from '../../judge/verdict.ts'
import { GUARD_LAYERS } from '../../judge/verdict.ts'
import { topicsSchema } from '../../output/topics.ts'
import { PERSONAL_PATTERNS } from '../../secret/personal-patterns.ts'
import { ASK_SECONDS, MOST_ANSWER_TOKENS, MOST_ASK_SECONDS, UNNAMED_ANSWER_TOKENS } from '../defaults.ts'

/** What may be done with what is found, the mildest first. */
export const POLICY_ACTIONS = ['allow', 'flag', 'redact', 'ask', 'block'] as const

export type PolicyAction = (typeof POLICY_ACTIONS)[number]

const action = z.enum(POLICY_ACTIONS)

const tokens = z.int().min(1).max(100_000_000)

/** What an application's policy says, as it is configured, tried and kept. */
export const policySchema = z.strictObject({
  name: z.string().min(1).max(63),
  /** What is done with what the guard would flag, redact, block. */
  flag: action.default('flag'),
  redact: action.default('redact'),
  block: action.default('block'),
  /** In place of these, whatever its verdict, for what a layer finds. */
  layers: z.partialRecord(z.enum(GUARD_LAYERS), action).default({}),
  /** What is done with names, addresses, cards, telephone numbers and the like, in requests and in answers. */
  personal: z.enum(['allow', 'redact']).default('allow'),
  /** Whether what was put out of a request is put back into its answer. */
  restores: z.boolean().default(false),
  /** Tokens of one answer: where the program names no limit, and at most. A person who asks for endless words pays nothing for them; the organisation does. */
  answerTokens: z.strictObject({ unnamed: tokens.default(UNNAMED_ANSWER_TOKENS), most: tokens.default(MOST_ANSWER_TOKENS) })
    .default({ unnamed: UNNAMED_ANSWER_TOKENS, most: MOST_ANSWER_TOKENS }),
  /** How long a person has to answer, and what is done when nobody does. */
  ask: z.strictObject({ seconds: z.int().min(1).max(MOST_ASK_SECONDS).default(ASK_SECONDS), otherwise: z.enum(['block', 'pass']).default('block') })
    .default({ seconds: ASK_SECONDS, otherwise: 'block' }),
  /** What answers are not to speak of. */
  topics: topicsSchema.default([]),
})

export type GatewayPolicy = Readonly<z.infer<typeof policySchema>>

/** Those that need no configuration. */
export const BUILT_IN_POLICIES = {
  /** As the benchmarks measure it. */
  default: policySchema.parse({ name: 'default' }),
  /** What is only likely is stopped too. */
  strict: policySchema.parse({ name: 'strict', flag: 'block', redact: 'block' }),
  /** A person decides what is only likely. */
  careful: policySchema.parse({ name: 'careful', flag: 'ask' }),
  /** No model gets personal data; the answer has them again. */
  private: policySchema.parse({ name: 'private', personal: 'redact', restores: true }),
  /** Nothing is stopped; everything that would be is told. */
  monitor: policySchema.parse({ name: 'monitor', flag: 'flag', redact: 'flag', block: 'flag' }),
} as const satisfies Readonly<Record<string, GatewayPolicy>>

/** Layers that find a stretch which can be taken out, or after which something else is said; elsewhere the whole text is the matter. */
const REDACTABLE: ReadonlySet<GuardLayer> = new Set(['secret', 'link', 'topic'])

/** Of which the policy says by themselves what is done with them. */
const PERSONAL_KINDS: ReadonlySet<string | undefined> = new Set(PERSONAL_PATTERNS.map(({ id }) => id))

/**
 * What is done with a verdict. What cannot be taken out of a text is blocked where a policy wants it redacted; of a call that a person is to allow, one is asked
 * where it would be blocked.
 */
export function actionOf(policy: GatewayPolicy, { verdict, layer, kind }: { readonly verdict: GuardVerdict; readonly layer: GuardLayer | null; readonly kind?: string | undefined }): PolicyAction {
  if (verdict === 'allow' || layer === null) return 'allow'
  if (layer === 'secret' && PERSONAL_KINDS.has(kind)) return policy.personal
  const wanted = policy.layers[layer] ?? policy[verdict]
  const done = wanted === 'redact' && !REDACTABLE.has(layer) ? 'block' : wanted
  return done === 'block' && layer === 'taint' && kind === 'confirmed' ? 'ask' : done
}

export function isGraver(one: PolicyAction, other: PolicyAction): boolean {
  return POLICY_ACTIONS.indexOf(one) > POLICY_ACTIONS.indexOf(other)
}
