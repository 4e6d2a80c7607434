import * as z from 'zod'
import { SERIES } from './port-history.ts'

const time = z.string().describe('ISO 8601 UTC with microseconds')
const count = z.int().min(0)

/** What `noroshi telescope growth` prints with `--json`. */
export const growthSchema = z.strictObject({
  packets: count,
  from: time.nullable(),
  to: time.nullable(),
  alerts: z.array(z.strictObject({
    port: z.int().min(0).max(65_535),
    at: time.describe('when it was told: the end of five minutes'),
    since: time.describe('the start of the window in which it shows'),
    lastAt: time.describe('the last time it showed'),
    on: z.enum(SERIES).describe('all newcomers, those that came again within 20 minutes, or within 5'),
    hosts: count.describe('in the window'),
    expected: z.number().describe('by the port\'s past and what comes to all ports'),
    score: z.number().describe('exponent of ten of the chance of so many'),
    growthPerHour: z.number().describe('rate of the likeliest logistic curve; 0: newcomers come at a constant rate'),
    doublingMinutes: z.number().nullable(),
    synchrony: z.strictObject({ linked: z.number(), matrix: z.number(), tensor: z.number() }).nullable()
      .describe('how far the hosts act together, 0–1: links of the graphical lasso; explained by matrix and by tensor factorisation; null: too few to tell'),
    addresses: z.array(z.string()).describe('the latest of the hosts, at most 512'),
    baseline: z.strictObject({
      at: time.nullable().describe('when ChangeFinder first told the port after `since`; null: not at all'),
      earlierMinutes: z.number().nullable().describe('how much earlier than it this is; negative: later'),
    }),
    reason: z.array(z.strictObject({ fact: z.string(), numbers: z.record(z.string(), z.number()), en: z.string(), ja: z.string() })),
  })),
  forgotten: count.describe('packets of hosts for which there was no room'),
}).meta({ title: 'Groups of hosts that grow', description: '`noroshi telescope growth FILE… --json`' })

export type GrowthReport = z.infer<typeof growthSchema>
