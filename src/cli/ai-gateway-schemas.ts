import * as z from 'zod'

const inBoth = z.strictObject({ en: z.string(), ja: z.string() })
const time = z.iso.datetime()
const origin = z.string().describe('who wrote what was judged: user, tool, assistant')

/** What `noroshi ai exception` and `noroshi ai question` write as JSON. */
export const GATEWAY_SCHEMAS = {
  'ai-exception': z.strictObject({
    id: z.uuid(), number: z.int(), mark: z.string().describe('of the verdict'), application: z.string(), layer: z.string(), kind: z.string().describe('what decided in the layer'), origin,
    event: z.string().describe('the event of the verdict; of a gateway that runs alone, its exchange'), verdict: inBoth, reason: z.string().describe('in a person\'s words'), person: z.string(),
    createdAt: time, expiresAt: time, endedAt: time.nullable(), endedBy: z.string().nullable(), uses: z.int(), usedAt: time.nullable(),
  }).meta({ title: 'A verdict that was marked as wrong', description: 'one line of `noroshi ai exception list --json`' }),
  'ai-question': z.strictObject({
    id: z.uuid(), askedAt: time, until: time, about: z.enum(['request', 'answer']), request: z.string().describe('the exchange'), application: z.string(), client: z.string(), model: z.string(),
    upstream: z.string().describe('whom it goes to, or came from: an upstream, a server of tools, another agent'),
    verdicts: z.array(z.strictObject({ layer: z.string(), kind: z.string(), origin, reason: inBoth })), text: z.string().describe('without its secrets'), asked: z.string().describe('what an answer that is held was asked for; empty of requests'), tools: z.array(z.string()),
  }).meta({ title: 'Something that waits for a person', description: 'one line of `noroshi ai question list --json`' }),
}
