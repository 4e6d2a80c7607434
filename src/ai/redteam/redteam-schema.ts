import * as z from 'zod'

const gradedBy = z.enum(['rules', 'judge', 'nobody']).describe('rules: what was planted, a called tool, a length, a refusal in known words, a filter; judge: the model that --judge names')

/** A run of the red team as a file holds it. */
export const redTeamSchema = z.strictObject({
  target: z.string(),
  started: z.string(),
  seed: z.string().describe('the same seed tries the same in the same order, as long as the answers are the same'),
  attempts: z.array(z.strictObject({
    id: z.string().describe('goal/way/language/number, of a variant with +change after +change; --only tries one again'), goal: z.string(), way: z.string(), language: z.string(),
    outcome: z.enum(['succeeded', 'resisted', 'filtered', 'undecided', 'failed']).describe('undecided: no rule decides, and no judge did'),
    gradedBy: gradedBy.optional(), parent: z.string().optional().describe('of a variant: the attack it was derived from'),
    nearness: z.number().min(0).max(1).optional().describe('how near its answer came to the goal; 1: reached it'),
    turns: z.array(z.string()), answer: z.string().describe('its beginning'), calls: z.array(z.string()),
  })),
  ordinary: z.array(z.strictObject({ question: z.string(), language: z.string(), outcome: z.enum(['answered', 'refused', 'undecided', 'failed']), gradedBy: gradedBy.optional(), answer: z.string() })),
  incomplete: z.enum(['stopped', 'lost']).optional().describe('not all was tried: its user stopped it, or the target was gone; --continue goes on'),
  goals: z.array(z.strictObject({
    id: z.string(), owasp: z.string().describe('OWASP Top 10 for LLM applications, 2025'), agentic: z.string().describe('OWASP Top 10 for agentic applications, 2026'), technique: z.string().describe('MITRE ATLAS'),
    title: z.strictObject({ en: z.string(), ja: z.string() }), tried: z.number(), succeeded: z.number(), filtered: z.number(), failed: z.number(),
  })).optional().describe('what was tried, by what it aims at'),
  comparison: z.strictObject({
    before: z.string(), fixed: z.array(z.string()).describe('succeeded then, and no longer'), still: z.array(z.string()).describe('succeeded then and now'),
    appeared: z.array(z.string()).describe('succeeds now, and did not then'), unknown: z.array(z.string()).describe('succeeded then; now it could not be made, or nobody decided'),
  }).optional().describe('with the run that --before names'),
}).meta({ title: 'A run of the red team', description: '`noroshi ai redteam --json`, and redteam.json' })
