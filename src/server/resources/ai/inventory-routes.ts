import { z } from '@hono/zod-openapi'
import { loadAiServices } from '../../../ai/inventory/found/ai-services.ts'
import { questionsOf, talkersOf } from '../../../ai/inventory/found/talkers.ts'
import { trafficInStore } from '../../../ai/inventory/found/traffic-in-store.ts'
import { readInventory } from '../../../ai/inventory/inventory-file.ts'
import { systemSchema } from '../../../ai/inventory/system-schema.ts'
import type { Inventory } from '../../../ai/inventory/system-schema.ts'
import { formatTime } from '../../../model/time.ts'
import { storeErrorOf } from '../../../store/clickhouse/store-error.ts'
import type { Asked } from '../../context.ts'
import type { ServerRoute } from '../../route.ts'
import { route } from '../../route.ts'
import { eventReader } from '../events/event-reader.ts'
import { LOOK } from '../rights.ts'
import { isAtHome } from '../rules/home.ts'
import { count, time } from '../shapes.ts'

const talkerSchema = z.object({
  way: z.enum(['gateway', 'direct', 'local']).describe('gateway: by its records; direct: past it, by the name that was asked; local: a server of one\'s own, by its port'), service: z.string(), model: z.string().nullable(),
  who: z.string().describe('an application of the gateway, or whom the events are about'), asked: z.string(), dataset: z.string(), requests: count, first: time.nullable(), last: time.nullable(),
  systems: z.array(z.string()).describe('of the register, that this may be'),
}).openapi('AiTalker')

const systemsRoute = route({
  method: 'get', path: '/ai-systems', summary: 'The register of AI systems: models, prompts, tools, data, owners', access: LOOK, answer: z.object({ items: z.array(systemSchema) }),
}, async (_, asked) => ({ items: [...registerOf(asked).systems] }))

const talkersRoute = route({
  method: 'get', path: '/ai-talkers', summary: 'Who talks to which language model, by everything that was ingested; what the register does not know comes first', access: LOOK, answer: z.object({ items: z.array(talkerSchema) }),
}, async (_, asked) => {
  const services = loadAiServices()
  const answers = await trafficInStore(await eventReader(asked, null, { signal: asked.request.signal }), questionsOf(services)).catch((cause: unknown) => { throw storeErrorOf(cause) })
  const at = (microseconds: number | null) => (microseconds === null ? null : formatTime(microseconds))
  return { items: talkersOf(services, answers, registerOf(asked)).map(({ systems, ...each }) => ({ ...each, systems: [...systems], first: at(each.first), last: at(each.last) })) }
})

export const inventoryRoutes: readonly ServerRoute[] = [systemsRoute, talkersRoute]

/** The register is the installation's own; other organisations have none. */
function registerOf(asked: Asked): Inventory {
  return isAtHome(asked) ? readInventory(asked.services.store.folder.path) : { systems: [] }
}
