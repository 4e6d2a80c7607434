import * as z from 'zod'
import type { Guard } from './guard.ts'
import { judgeCase, judgeNamedAddresses } from './judge-case.ts'
import { judgePrompt } from './judge-prompt.ts'
import type { GuardJudgement } from './verdict.ts'
import { isGraver } from './verdict.ts'

/** A prompt, or an exchange at the boundary of an agent, or both. What is null is not there. */
const rowSchema = z.looseObject({ payload: z.record(z.string(), z.unknown()).nullish(), text: z.string().nullish(), system: z.string().nullish(), task: z.string().nullish() })

/**
 * Judges one row: `{text}` as a prompt on its way to a model, `{payload}` as an exchange of an agent; of both the gravest stands.
 *
 * @returns null when it is neither
 */
export function judgeRow(guard: Guard, row: unknown): GuardJudgement | null {
  const result = rowSchema.safeParse(row)
  if (!result.success) return null
  const { payload, text, system, task } = result.data
  const judgements = [
    ...(typeof payload === 'object' && payload !== null ? [judgeExchange(guard, payload)] : []),
    ...(typeof text === 'string' ? [judgePrompt(guard, { text, system: toldBefore([system, task]) })] : []),
  ]
  return judgements.reduce<GuardJudgement | null>((gravest, each) => gravest === null || isGraver(each, gravest) ? each : gravest, null)
}

function judgeExchange(guard: Guard, payload: Readonly<Record<string, unknown>>): GuardJudgement {
  const judgement = judgeCase(guard, payload)
  return judgement.verdict === 'allow' ? judgeNamedAddresses(payload) ?? judgement : judgement
}

/** The prompt of a row; null when it is none. */
export function promptOf(row: unknown): string | null {
  const result = rowSchema.safeParse(row)
  return result.success && !('payload' in result.data) ? String(result.data['text']) : null
}

/** The trusted context of a row: `system`, `task`, or both. */
function toldBefore(contexts: readonly (string | null | undefined)[]): string | undefined {
  const told = contexts.filter(text => typeof text === 'string')
  return told.length === 0 ? undefined : told.join('\n')
}
