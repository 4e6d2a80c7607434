import * as z from 'zod'
import { systemSchema } from '../ai/inventory/system-schema.ts'
import { ITEM_STATES } from '../ai/lifecycle/check-systems.ts'
import { ADDRESSEES, LEVELS } from '../ai/lifecycle/checklist.ts'

export const systemLineSchema = systemSchema.meta({ title: 'An AI system', description: 'one line of `noroshi ai inventory list --json`; `import` takes the same under `systems`' })

const time = z.string().nullable().describe('ISO 8601 UTC with microseconds')

export const talkerSchema = z.strictObject({
  way: z.enum(['gateway', 'direct', 'local']).describe('gateway: by its records; direct: past it, by the name that was asked; local: a server of one\'s own, by its port'),
  service: z.string(), model: z.string().nullable(), who: z.string().describe('an application of the gateway, or whom the events are about: `ip:192.0.2.7`'), asked: z.string(), dataset: z.string(),
  requests: z.int().min(0), first: time, last: time, systems: z.array(z.string()).describe('of the register, that this may be'),
}).meta({ title: 'Somebody who talks to a language model', description: 'one line of `noroshi ai inventory found --json`' })

export const checkedItemSchema = z.strictObject({
  system: z.string(), checklist: z.string(), group: z.string(), clause: z.string().describe('of what the checklist is about'), item: z.string(),
  level: z.enum(LEVELS).nullable().describe('how much the clause demands; null where it has no such levels'),
  addressees: z.array(z.enum(ADDRESSEES)).nullable().describe('of the clause, as ETSI TS 104 223 names them; null where it names nobody'), question: z.string(),
  state: z.enum(ITEM_STATES).describe('ask: only a person can say, and nobody has; none: it does not apply'), by: z.enum(['noroshi', 'person']).nullable(), evidence: z.string(),
}).meta({ title: 'An item of a checklist, for one AI system', description: 'one line of `noroshi ai inventory check --json`' })
