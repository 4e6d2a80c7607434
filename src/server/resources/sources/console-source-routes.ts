import { z } from '@hono/zod-openapi'
import { formatTime } from '../../../model/time.ts'
import { faultWords } from '../../../pipeline/collect/fault-words.ts'
import type { PersonAccess } from '../../access.ts'
import type { Asked } from '../../context.ts'
import { ApiError } from '../../errors/api-error.ts'
import type { ServerRoute } from '../../route.ts'
import { route } from '../../route.ts'
import type { AskedSource, ConsoleSources } from '../../sources/console-sources.ts'
import { withoutSecrets } from '../../sources/source-entry.ts'
import { sourceKinds, sourceKindSchema } from '../../sources/source-kinds.ts'
import { isAtHome } from '../rules/home.ts'
import { time } from '../shapes.ts'
import { MOST_KEPT_SECRETS } from './defaults.ts'
import { listedSchema, listedSource } from './source-routes.ts'

/** A source opens addresses of this machine and reads its files. */
const ADMIN: PersonAccess = { roles: ['admin'], scope: 'admin', organisation: 'own', tlp: 'clear' }

const params = z.object({ name: z.string().max(127) })

const body = z.strictObject({
  entry: z.record(z.string(), z.unknown()).describe('as under `sources:` of noroshi.yaml'),
  keep: z.array(z.string()).max(MOST_KEPT_SECRETS).default([]).describe('secret fields that keep their value'),
})

const kindsRoute = route({
  method: 'get', path: '/source-kinds', summary: 'Kinds of sources, and what each may be told', access: { ...ADMIN, organisation: 'none' },
  answer: z.object({ items: z.array(sourceKindSchema) }),
}, async () => ({ items: [...sourceKinds()] }))

const settingsRoute = route({
  method: 'get', path: '/sources/{name}/settings', summary: 'How a source that was added in the console is configured, without its secrets', access: ADMIN, params,
  answer: z.object({ entry: z.record(z.string(), z.unknown()), secrets: z.array(z.string()).describe('fields with a secret'), person: z.string(), changedAt: time }),
}, async ({ params: { name } }, asked) => {
  const found = homeSources(asked).find(asked.store.ledger.organisation, name)
  if (found === undefined) throw new ApiError('not-found')
  const { entry, secrets } = withoutSecrets(found.entry)
  return { entry: { ...entry }, secrets: [...secrets], person: found.person, changedAt: formatTime(found.changedAt.getTime() * 1_000) }
})

const trialRoute = route({
  method: 'post', path: '/source-trials', summary: 'Tries whether a source could receive; nothing is taken, and nothing is kept', access: ADMIN, body,
  answer: z.object({ places: z.array(z.string()), failure: z.string().nullable(), troubles: z.array(z.string()).describe('told while it was tried') }),
}, async ({ body: asks }, asked) => {
  const { places, failure, troubles } = await homeSources(asked).trial(askedSource(asked, asks))
  const inWords = (reason: string) => faultWords(reason, asked.language)
  return { places: [...places], failure: failure === null ? null : inWords(failure), troubles: troubles.map(inWords) }
})

const addRoute = route({
  method: 'post', path: '/sources', summary: 'Takes a new source into use, without a restart, when it can receive', access: ADMIN, status: 201, body, answer: listedSchema,
}, async ({ body: asks }, asked) => {
  await homeSources(asked).add(asked.services.sources, askedSource(asked, asks))
  return listedSource(asked, String(asks.entry['name']))
})

const changeRoute = route({
  method: 'patch', path: '/sources/{name}', summary: 'Configures a source of the console anew; when that cannot receive, the one before goes on', access: ADMIN, params, body, answer: listedSchema,
}, async ({ params: { name }, body: asks }, asked) => {
  await homeSources(asked).change(asked.services.sources, name, askedSource(asked, asks))
  return listedSource(asked, name)
})

const removeRoute = route({
  method: 'delete', path: '/sources/{name}', summary: 'Takes nothing more for a source of the console; what it sent stays', access: ADMIN, params, status: 204,
}, async ({ params: { name } }, asked) => {
  await homeSources(asked).remove(asked.services.sources, { organisation: asked.store.ledger.organisation, name, person: asked.person.name })
})

export const consoleSourceRoutes: readonly ServerRoute[] = [kindsRoute, settingsRoute, trialRoute, addRoute, changeRoute, removeRoute]

/** The machine is the installation's: members of other organisations add nothing to it. @throws ApiError `not-found` */
function homeSources(asked: Asked): ConsoleSources {
  const { services: { consoleSources } } = asked
  if (!isAtHome(asked) || consoleSources === undefined) throw new ApiError('not-found')
  return consoleSources
}

function askedSource({ person, language, store: { ledger: { organisation } } }: Asked, { entry, keep }: z.infer<typeof body>): AskedSource {
  return { organisation, person: person.name, language, entry, keep }
}
