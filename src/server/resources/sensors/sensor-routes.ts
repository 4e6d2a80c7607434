import { z } from '@hono/zod-openapi'
import { MOST_TOKEN_MINUTES, TOKEN_MINUTES } from '../../../store/sensors/defaults.ts'
import { revokeSensor } from '../../../store/sensors/sensor.ts'
import { makeSensorToken } from '../../../store/sensors/sensor-token.ts'
import type { Asked } from '../../context.ts'
import { ApiError } from '../../errors/api-error.ts'
import type { ServerRoute } from '../../route.ts'
import { route } from '../../route.ts'
import { SENSOR_NAME } from '../../sensors/sensor-protocol.ts'
import type { SensorView } from '../../sensors/sensor-view.ts'
import { sensorSchema } from '../../sensors/sensor-view.ts'
import { LOOK } from '../rights.ts'
import { sensorSourceRoutes } from './sensor-source-routes.ts'

/** A sensor sends evidence: who lets one in lets in whoever stands behind it. */
const ADMIN = { roles: ['admin'], scope: 'admin', organisation: 'own', tlp: 'clear' } as const

const name = z.string().regex(SENSOR_NAME)

const listRoute = route({
  method: 'get', path: '/sensors', access: LOOK,
  summary: 'Remote sensors: state, rate, lag, spool, drops, version and clock of each, as `noroshi sensor list --json`; of all organisations for an administrator of the hub',
  answer: z.object({ items: z.array(sensorSchema), hub: z.object({ port: z.int() }).nullable().describe('where they report; null when they cannot (sensors.listen)') }),
}, async (_, asked) => ({
  items: seenBy(asked),
  hub: asked.services.sensors === null ? null : { port: asked.services.sensors.port },
}))

const findRoute = route({
  method: 'get', path: '/sensors/{name}', access: LOOK, summary: 'One remote sensor', params: z.object({ name }),
  query: z.object({ organisation: z.string().max(127).optional().describe('whose it is, for an administrator of the hub; by default the own') }), answer: sensorSchema,
}, async ({ params, query }, asked) => {
  const organisation = query.organisation ?? asked.store.ledger.organisation
  const found = seenBy(asked).find(sensor => sensor.name === params.name && sensor.organisation === organisation)
  if (found === undefined) throw new ApiError('not-found')
  return found
})

const tokenRoute = route({
  method: 'post', path: '/sensor-tokens', access: ADMIN, status: 201,
  summary: 'Makes a token that enrols one sensor once; it is in this answer and nowhere else',
  body: z.object({ name, minutes: z.int().min(1).max(MOST_TOKEN_MINUTES).default(TOKEN_MINUTES) }),
  answer: z.object({ token: z.string() }),
}, async ({ body }, { person, store: { ledger }, services: { sensors } }) => {
  if (sensors === null) throw new ApiError('conflict', { problem: 'this server takes no sensors: sensors.listen is not set in noroshi.yaml' })
  const secret = await makeSensorToken(ledger.pool, { ...body, organisation: ledger.organisation, person: person.name })
  return { token: `${secret}.${sensors.fingerprint}` }
})

const revokeRoute = route({
  method: 'delete', path: '/sensors/{name}', access: ADMIN, summary: 'Takes nothing more from a sensor; what it sent stays', params: z.object({ name }),
}, async ({ params }, { person, store: { ledger }, services: { sensors } }) => {
  if (await revokeSensor(ledger.pool, { organisation: ledger.organisation, name: params.name, person: person.name }) === null) throw new ApiError('not-found')
  await sensors?.changed()
})

export const sensorRoutes: readonly ServerRoute[] = [listRoute, findRoute, tokenRoute, revokeRoute, ...sensorSourceRoutes]

/** Who runs the hub answers for all that report to it; others see their own. */
function seenBy({ person, store, services: { sensors, store: own } }: Asked): SensorView[] {
  const isHub = person.role === 'admin' && person.organisation === own.ledger.organisation
  return (isHub ? sensors?.list() : sensors?.list(store.ledger.organisation)) ?? []
}
