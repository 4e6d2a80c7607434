import { z } from '@hono/zod-openapi'
import { faultWords } from '../../../pipeline/collect/fault-words.ts'
import { sourceSchema } from '../../../pipeline/collect/source-view.ts'
import type { Asked } from '../../context.ts'
import { ApiError } from '../../errors/api-error.ts'
import type { ServerRoute } from '../../route.ts'
import { route } from '../../route.ts'
import { LOOK } from '../rights.ts'
import { isAtHome } from '../rules/home.ts'

export const listedSchema = sourceSchema.extend({
  origin: z.enum(['file', 'console', 'sensor']).describe('where it is said: in noroshi.yaml, in the console, or at a remote sensor'),
})

const listRoute = route({
  method: 'get', path: '/sources', access: LOOK,
  summary: 'What is collected: state, rate, lag, errors and drops of each source, as `noroshi source list --json`',
  answer: z.object({ items: z.array(listedSchema), mayAdd: z.boolean().describe('whether who asks may add sources here') }),
}, async (_, asked) => ({ items: listed(asked), mayAdd: asked.person.role === 'admin' && isAtHome(asked) && asked.services.consoleSources !== undefined }))

const findRoute = route({
  method: 'get', path: '/sources/{name}', access: LOOK,
  summary: 'One source',
  params: z.object({ name: z.string().max(127).describe('of a sensor\'s source with the sensor: firewall@branch-1') }),
  answer: listedSchema,
}, async ({ params: { name } }, asked) => listedSource(asked, name))

export const sourceRoutes: readonly ServerRoute[] = [listRoute, findRoute]

/** @throws ApiError `not-found` */
export function listedSource(asked: Asked, name: string): z.infer<typeof listedSchema> {
  const found = listed(asked).find(source => source.name === name)
  if (found === undefined) throw new ApiError('not-found')
  return found
}

function listed({ language, store: { ledger: { organisation } }, services: { sources, consoleSources } }: Asked): z.infer<typeof listedSchema>[] {
  return sources.list(organisation).map(source => ({
    ...source, reason: source.reason === null ? null : faultWords(source.reason, language), origin: source.name.includes('@') ? 'sensor' : consoleSources?.find(organisation, source.name) === undefined ? 'file' : 'console',
  }))
}
