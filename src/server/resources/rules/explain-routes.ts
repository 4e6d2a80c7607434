import { z } from '@hono/zod-openapi'
import { storeErrorOf } from '../../../store/clickhouse/store-error.ts'
import { rulesOfEvent } from '../../../store/events/rule-hits.ts'
import { ApiError } from '../../errors/api-error.ts'
import type { ServerRoute } from '../../route.ts'
import { route } from '../../route.ts'
import { eventReader, findEvent } from '../events/event-reader.ts'
import { LOOK } from '../rights.ts'
import { idParams } from '../shapes.ts'
import { isAtHome } from './home.ts'
import { explanationSchema } from './rule-view.ts'

const explainRoute = route({
  method: 'get', path: '/events/{id}/rules', access: LOOK, params: idParams,
  summary: 'Which rules matched an event; and of one rule, why it fires on it or not: which condition, value and pattern, at which place. Written down in the audit trail',
  query: z.object({ rule: z.string().max(500).optional().describe('the key of a rule to explain') }),
  answer: z.object({
    matched: z.array(z.object({ key: z.string(), title: z.string().nullable().describe('null: it is no longer loaded') })),
    explained: z.array(explanationSchema).nullable().describe('of a correlation, the rules it is about; null where none was asked for, or it is not loaded'),
  }),
}, async ({ params: { id }, query: { rule } }, asked) => {
  const event = await findEvent(asked, id).catch((cause: unknown) => { throw storeErrorOf(cause) })
  if (event === undefined) throw new ApiError('not-found')
  await asked.audit('event.read', id, { evidence: event.evidence, ...(rule === undefined ? {} : { rule }) })
  const keys = await rulesOfEvent(await eventReader(asked, null), event).catch((cause: unknown) => { throw storeErrorOf(cause) })
  const shelf = isAtHome(asked) ? await asked.services.rules.shelf() : null
  const titles = new Map(shelf?.cards.filter(({ summary }) => keys.includes(summary.id)).map(({ summary }) => [summary.id, summary.title]))
  const explained = rule === undefined ? null : shelf?.explain(rule, event) ?? null
  return { matched: keys.map(key => ({ key, title: titles.get(key) ?? null })), explained: explained === null ? null : [...explained] }
})

export const explainRoutes: readonly ServerRoute[] = [explainRoute]
