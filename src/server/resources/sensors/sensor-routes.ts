import { z } from '@hono/zod-openapi'
import { MOST_TOKEN_MINUTES, TOKEN_MINUTES } from '../../../store/sensors/defaults.ts'
import { revokeSensor } from '../../../store/sensors/sensor.ts'
import { makeSensorToken } from '../../../store/sensors/sensor-token.ts'
import { ApiError } from '../../errors/api-error.ts'
import type { ServerRoute } from '../../route.ts'
import { route } from '../../route.ts'
import { SENSOR_NAME } from '../../sensors/sensor-protocol.ts'
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
}, async (_, { person, store, services: { sensors, store: own } }) => ({
  // Who runs the hub answers for all that report to it.
  items: (person.role === 'admin' && person.organisation === own.ledger.organisation ? sensors?.list() : sensors?.list(store.ledger.organisation)) ?? [],
  hub: sensors === null ? null : { port: sensors.port },
}))

const findRoute = route({
  method: 'get', path: '/sensors/{name}', access: LOOK, summary: 'One remote sensor', params: z.object({ name }), answer: sensorSchema,
}, async ({ params }, { store, services: { sensors } }) => {
  const found = sensors?.list(store.ledger.organisation).find(sensor => sensor.name === params.name)
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
