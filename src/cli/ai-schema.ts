import * as z from 'zod'
import { GUARD_LAYERS, GUARD_VERDICTS } from '../ai/judge/verdict.ts'

export const judgementSchema = z.strictObject({
  id: z.union([z.string(), z.number()]).describe('of the row; of a row without one, the 0-based line'),
  verdict: z.enum(GUARD_VERDICTS),
  layer: z.enum(GUARD_LAYERS).nullable().describe('which look decided; null when nothing spoke against it'),
  score: z.number().min(0).max(1).describe('0 harmless, 1 certainly hostile'),
  reason: z.string(),
  latencyUs: z.int().min(0).describe('microseconds'),
}).meta({ title: 'A prompt or an exchange judged', description: 'one line of `noroshi ai judge --json`' })

export type JudgementLine = z.infer<typeof judgementSchema>
