import { statusSchema, statusView } from '../../../pipeline/ingest/status-view.ts'
import type { ServerRoute } from '../../route.ts'
import { route } from '../../route.ts'
import { LOOK } from '../rights.ts'
import { count } from '../shapes.ts'

const statusRoute = route({
  method: 'get', path: '/status', summary: 'What the store holds and how far it is, as `noroshi status --json`', access: LOOK,
  answer: statusSchema.extend({ jobs: count.describe('that wait or run') }),
}, async (_, { store, services: { resources: { jobs } } }) => ({ ...await statusView(store), jobs: jobs.running(store.ledger.organisation) }))

export const statusRoutes: readonly ServerRoute[] = [statusRoute]
