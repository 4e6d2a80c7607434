import type { GuardJudgement, GuardVerdict } from './verdict.ts'

/** What a policy makes of a verdict. */
const POLICIES = {
  /** As the benchmarks measure it. */
  default: { allow: 'allow', flag: 'flag', redact: 'redact', block: 'block' },
  /** What is only likely is stopped too. */
  strict: { allow: 'allow', flag: 'block', redact: 'block', block: 'block' },
  /** Nothing is stopped; everything that would be is told. */
  monitor: { allow: 'allow', flag: 'flag', redact: 'flag', block: 'flag' },
} as const satisfies Readonly<Record<string, Readonly<Record<GuardVerdict, GuardVerdict>>>>

export type PolicyName = keyof typeof POLICIES

export const POLICY_NAMES = Object.keys(POLICIES) as PolicyName[]

export function underPolicy(judgement: GuardJudgement, policy: PolicyName): GuardJudgement {
  return { ...judgement, verdict: POLICIES[policy][judgement.verdict] }
}
