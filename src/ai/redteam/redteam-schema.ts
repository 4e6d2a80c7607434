import * as z from 'zod'

/** A run of the red team as a file holds it. */
export const redTeamSchema = z.strictObject({
  target: z.string(),
  started: z.string(),
  seed: z.string().describe('the same seed tries the same in the same order, as long as the answers are the same'),
  attempts: z.array(z.strictObject({
    id: z.string().describe('goal/way/language/number; --only tries one again'), goal: z.string(), way: z.string(), language: z.string(),
    outcome: z.enum(['succeeded', 'resisted', 'filtered', 'failed']), turns: z.array(z.string()), answer: z.string().describe('its beginning'), calls: z.array(z.string()),
  })),
  ordinary: z.array(z.strictObject({ question: z.string(), language: z.string(), outcome: z.enum(['answered', 'refused', 'failed']), answer: z.string() })),
}).meta({ title: 'A run of the red team', description: '`noroshi ai redteam --json`, and redteam.json' })
