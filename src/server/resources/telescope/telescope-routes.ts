import { z } from '@hono/zod-openapi'
import { sensorStateSchema } from '../../../observe/capture/sensor-schema.ts'
import type { ServerRoute } from '../../route.ts'
import { route } from '../../route.ts'
import { LOOK } from '../rights.ts'
import { countRoutes } from './count-routes.ts'
import { figuresRoutes } from './figures-routes.ts'
import { nameRoutes } from './name-routes.ts'
import { warningRoutes } from './warning-routes.ts'

const stateRoute = route({
  method: 'get', path: '/telescope', access: LOOK,
  summary: 'What the telescope\'s permanent sensor sees, at most half a second old: packets, drops, sources, warnings, attacks',
  answer: z.object({
    wanted: z.boolean().describe('whether the configuration asks for a sensor'),
    problem: z.string().nullable().describe('why the sensor does not run'),
    sensor: sensorStateSchema.nullable(),
  }),
}, async (_, { store, services: { telescope, store: own } }) => {
  // The sensor is the installation's own: other organisations do not see it.
  if (telescope === null || store.ledger.organisation !== own.ledger.organisation) return { wanted: false, problem: null, sensor: null }
  return { wanted: true, problem: telescope.problem, sensor: telescope.state }
})

export const telescopeRoutes: readonly ServerRoute[] = [stateRoute, ...warningRoutes, ...countRoutes, ...figuresRoutes, ...nameRoutes]
