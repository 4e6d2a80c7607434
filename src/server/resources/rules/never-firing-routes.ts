import { z } from '@hono/zod-openapi'
import { neverFiringRules } from '../../../pipeline/retro/never-firing-rules.ts'
import { ApiError } from '../../errors/api-error.ts'
import type { ServerRoute } from '../../route.ts'
import { route } from '../../route.ts'
import { eventReader } from '../events/event-reader.ts'
import { LOOK } from '../rights.ts'
import { count } from '../shapes.ts'
import { NEVER_FIRING_LISTED } from './defaults.ts'
import { isAtHome } from './home.ts'

const neverFiringSchema = z.object({
  key: z.string(),
  title: z.string(),
  reason: z.enum(['no-source', 'no-events', 'no-field'])
    .describe('`no-source`: nothing of its log source is stored yet; `no-events`: no event of its category; `no-field`: a field it needs was never seen'),
  logsource: z.string().describe('product/category/service'),
  datasets: z.array(z.string()).describe('of its log source, that are stored'),
  fields: z.array(z.string()).describe('of which it needs one, and that no event has'),
}).openapi('NeverFiringRule')

const listRoute = route({
  method: 'get', path: '/rule-never-firing', access: LOOK,
  summary: 'Rules that nothing stored can match, and why. Looks at every stored event: takes seconds for millions, and ends when its client is gone',
  answer: z.object({ items: z.array(neverFiringSchema), total: count }),
}, async (_, asked) => {
  if (!isAtHome(asked)) return { items: [], total: 0 }
  const { person, request, requestId, services: { resources: { hunts }, rules } } = asked
  const shelf = await rules.shelf()
  const reader = await eventReader(asked, null)
  const found = await hunts.run(`${person.organisation}/${person.name}`, requestId, request.signal, signal => neverFiringRules({ ...reader, signal }, shelf.neverFiring()))
  if (found === null) throw new ApiError('too-many', { problem: 'too many of your hunts are running; cancel one', retryAfter: 1 })
  const items = found.slice(0, NEVER_FIRING_LISTED).map(({ rule, reason, logsource, datasets, fields }) => (
    { key: rule.id, title: rule.title, reason, logsource, datasets: [...datasets], fields: [...fields] }))
  return { items, total: found.length }
})

export const neverFiringRoutes: readonly ServerRoute[] = [listRoute]
