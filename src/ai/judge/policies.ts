import type { Guard } from './guard.ts'
import { judgePersonal } from './judge-personal.ts'
import { judgeRow, promptOf } from './judge-row.ts'
import type { GuardJudgement, GuardVerdict } from './verdict.ts'
import { isGraver } from './verdict.ts'

/** What a policy makes of a verdict. */
const POLICIES = {
  /** As the benchmarks measure it. */
  default: { allow: 'allow', flag: 'flag', redact: 'redact', block: 'block' },
  /** What is only likely is stopped too. */
  strict: { allow: 'allow', flag: 'block', redact: 'block', block: 'block' },
  /** As the default; and prompts are redacted that hold personal data. */
  private: { allow: 'allow', flag: 'flag', redact: 'redact', block: 'block' },
  /** Nothing is stopped; everything that would be is told. */
  monitor: { allow: 'allow', flag: 'flag', redact: 'flag', block: 'flag' },
} as const satisfies Readonly<Record<string, Readonly<Record<GuardVerdict, GuardVerdict>>>>

export type PolicyName = keyof typeof POLICIES

export const POLICY_NAMES = Object.keys(POLICIES) as PolicyName[]

/**
 * Judges one row ({@link judgeRow}) as a policy wants it.
 *
 * @returns null when it is neither a prompt nor an exchange
 */
export function judgeUnder(policy: PolicyName, guard: Guard, row: unknown): GuardJudgement | null {
  const judgement = judgeRow(guard, row)
  if (judgement === null) return null
  const personal = policy === 'private' ? judgePersonal(promptOf(row) ?? '') : null
  const gravest = personal !== null && isGraver(personal, judgement) ? personal : judgement
  return { ...gravest, verdict: POLICIES[policy][gravest.verdict] }
}
