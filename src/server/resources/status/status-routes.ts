import { sourcesSummary } from '../../../pipeline/collect/source-view.ts'
import { statusSchema, statusView } from '../../../pipeline/ingest/status-view.ts'
import type { ServerRoute } from '../../route.ts'
import { route } from '../../route.ts'
import { LOOK } from '../rights.ts'
import { count } from '../shapes.ts'

const statusRoute = route({
  method: 'get', path: '/status', summary: 'What the store holds and how far it is, as `noroshi status --json`', access: LOOK,
  answer: statusSchema.extend({ jobs: count.describe('that wait or run') }),
}, async (_, { store, services: { resources: { jobs }, sources } }) => {
  const { organisation } = store.ledger
  return { ...await statusView(store), sources: sourcesSummary(sources.list(organisation)), jobs: jobs.running(organisation) }
})

export const statusRoutes: readonly ServerRoute[] = [statusRoute]
