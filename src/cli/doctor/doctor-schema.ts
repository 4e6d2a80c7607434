import * as z from 'zod'
import { CHECK_NAMES } from './outcome.ts'

/** What `noroshi doctor --json` prints. */
export const doctorSchema = z.strictObject({
  works: z.boolean().describe('no check failed'),
  checks: z.array(z.strictObject({
    check: z.enum(CHECK_NAMES),
    state: z.enum(['ok', 'warning', 'failed', 'skipped']),
    message: z.string().describe('what was found, in the language asked for'),
    mend: z.string().nullable().describe('what to do about it'),
  })),
}).meta({ title: 'What the doctor found', description: '`noroshi doctor --json`' })

export type DoctorView = z.infer<typeof doctorSchema>
