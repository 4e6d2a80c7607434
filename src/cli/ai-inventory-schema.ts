import * as z from 'zod'
import { systemSchema } from '../ai/inventory/system-schema.ts'
import { ITEM_STATES } from '../ai/lifecycle/check-systems.ts'

export const systemLineSchema = systemSchema.meta({ title: 'An AI system', description: 'one line of `noroshi ai inventory list --json`; `import` takes the same under `systems`' })

export const checkedItemSchema = z.strictObject({
  system: z.string(), checklist: z.string(), group: z.string(), clause: z.string().describe('of what the checklist is about'), item: z.string(), question: z.string(),
  state: z.enum(ITEM_STATES).describe('ask: only a person can say, and nobody has; none: it does not apply'), by: z.enum(['noroshi', 'person']).nullable(), evidence: z.string(),
}).meta({ title: 'An item of a checklist, for one AI system', description: 'one line of `noroshi ai inventory check --json`' })
