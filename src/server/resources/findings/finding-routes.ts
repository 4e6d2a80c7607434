import { evidencePaths } from '../../../pipeline/cases/evidence-paths.ts'
import { findingsByIds } from '../../../store/cases/read-findings.ts'
import { ApiError } from '../../errors/api-error.ts'
import type { ServerRoute } from '../../route.ts'
import { route } from '../../route.ts'
import { LOOK } from '../rights.ts'
import { idParams } from '../shapes.ts'
import { findingSchema, findingView } from './finding-view.ts'

const detailRoute = route({
  method: 'get', path: '/findings/{id}', summary: 'One finding: its events, and why there is it', access: LOOK, params: idParams, answer: findingSchema,
}, async ({ params: { id } }, { store: { ledger }, services: { house } }) => {
  const [stored] = await findingsByIds(ledger.pool, ledger.organisation, [id])
  if (stored === undefined) throw new ApiError('not-found')
  return findingView(stored, await evidencePaths(ledger, stored.finding.events.map(({ evidence }) => evidence)), house.facts)
})

export const findingRoutes: readonly ServerRoute[] = [detailRoute]
