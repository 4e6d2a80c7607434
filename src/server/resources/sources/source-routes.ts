import { z } from '@hono/zod-openapi'
import { sourceSchema } from '../../../pipeline/collect/source-view.ts'
import { ApiError } from '../../errors/api-error.ts'
import type { ServerRoute } from '../../route.ts'
import { route } from '../../route.ts'
import { LOOK } from '../rights.ts'

const listRoute = route({
  method: 'get', path: '/sources', access: LOOK,
  summary: 'What is collected: state, rate, lag, errors and drops of each source, as `noroshi source list --json`',
  answer: z.object({ items: z.array(sourceSchema) }),
}, async (_, { store, services: { sources } }) => ({ items: [...sources.list(store.ledger.organisation)] }))

const findRoute = route({
  method: 'get', path: '/sources/{name}', access: LOOK,
  summary: 'One source',
  params: z.object({ name: z.string().max(63) }),
  answer: sourceSchema,
}, async ({ params: { name } }, { store, services: { sources } }) => {
  const found = sources.list(store.ledger.organisation).find(source => source.name === name)
  if (found === undefined) throw new ApiError('not-found')
  return found
})

export const sourceRoutes: readonly ServerRoute[] = [listRoute, findRoute]
