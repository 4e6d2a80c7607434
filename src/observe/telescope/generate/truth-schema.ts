import * as z from 'zod'

const address = z.string()

/** What is in generated traffic; as JSON beside the capture. */
export const truthSchema = z.strictObject({
  seed: z.int(),
  packets: z.int().min(0),
  from: z.string(),
  to: z.string(),
  space: z.string(),
  sources: z.array(z.strictObject({
    address,
    role: z.enum(['research', 'tool', 'unmarked', 'invented', 'botnet', 'coordinated', 'victim', 'misconfigured', 'infected', 'spoofed']),
    fingerprints: z.array(z.string()).describe('of tools with a mark that the source was given'),
    group: z.string().optional().describe('of an invented tool, a botnet or a campaign'),
    packets: z.int().min(0),
  })),
  groups: z.array(z.strictObject({ name: z.string(), kind: z.enum(['invented', 'botnet', 'coordinated']), rule: z.string().optional(), sources: z.array(address) })),
  attacks: z.array(z.strictObject({
    target: address,
    packets: z.int(),
    seconds: z.number(),
    maxPacketsPerMinute: z.int(),
    isAttack: z.boolean().describe('at least 25 packets, 60 seconds, and 30 packets within some minute'),
  })),
  botnet: z.strictObject({ port: z.int(), joins: z.array(z.strictObject({ address, at: z.string() })) }).nullable(),
  warnings: z.array(z.strictObject({ organisation: z.string(), address, kind: z.enum(['internal', 'external', 'backscatter']), isSpoofed: z.boolean() })),
}).meta({ title: 'What is in generated traffic', description: '`noroshi telescope generate --truth FILE`' })

export type Truth = z.infer<typeof truthSchema>
