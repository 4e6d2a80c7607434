import * as z from 'zod'
import type { Guard } from './guard.ts'
import { judgeCase, judgeNamedAddresses } from './judge-case.ts'
import { judgePrompt } from './judge-prompt.ts'
import type { GuardJudgement } from './verdict.ts'

/** A prompt, or an exchange at the boundary of an agent. */
const rowSchema = z.union([
  z.looseObject({ payload: z.record(z.string(), z.unknown()) }),
  z.looseObject({ text: z.string(), system: z.string().optional(), task: z.string().optional() }),
])

/**
 * Judges one row: `{text}` as a prompt on its way to a model, `{payload}` as an exchange of an agent.
 *
 * @returns null when it is neither
 */
export function judgeRow(guard: Guard, row: unknown): GuardJudgement | null {
  const result = rowSchema.safeParse(row)
  if (!result.success) return null
  if ('payload' in result.data) {
    const judgement = judgeCase(guard, result.data.payload)
    return judgement.verdict === 'allow' ? judgeNamedAddresses(result.data.payload) ?? judgement : judgement
  }
  return judgePrompt(guard, { text: String(result.data['text']), system: toldBefore(result.data) })
}

/** The trusted context of a row: `system`, `task`, or both. */
function toldBefore({ system, task }: Readonly<Record<string, unknown>>): string | undefined {
  const told = [system, task].filter(text => typeof text === 'string')
  return told.length === 0 ? undefined : told.join('\n')
}
