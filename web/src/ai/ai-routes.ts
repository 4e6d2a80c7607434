import { createRoute } from '@tanstack/react-router'
import type { RecordFilters } from '../api/gateway.ts'
import { ACTIONS } from '../api/gateway.ts'
import { rootRoute } from '../shell/root-route.ts'

export interface TrafficSearch extends RecordFilters {
  /** The record that is looked at. */
  readonly record?: string | undefined
}

/** The filters stand in the address. What is not understood is left out. */
export const trafficRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/ai',
  validateSearch: (search: Record<string, unknown>): TrafficSearch => ({
    application: textOf(search['application']),
    verdict: ACTIONS.find(each => each === search['verdict']),
    layer: textOf(search['layer']),
    event: textOf(search['event']),
    lifted: search['lifted'] === 'true' || search['lifted'] === true ? 'true' : undefined,
    from: textOf(search['from']),
    to: textOf(search['to']),
    record: textOf(search['record']),
  }),
})

export const questionsRoute = createRoute({ getParentRoute: () => rootRoute, path: '/ai/questions' })

export const exceptionsRoute = createRoute({ getParentRoute: () => rootRoute, path: '/ai/exceptions' })

export const policiesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/ai/policies',
  validateSearch: (search: Record<string, unknown>): { readonly application?: string | undefined } => ({ application: textOf(search['application']) }),
})

export const redTeamRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/ai/redteam',
  validateSearch: (search: Record<string, unknown>): { readonly run?: string | undefined; readonly with?: string | undefined } => ({ run: textOf(search['run']), with: textOf(search['with']) }),
})

export const systemsRoute = createRoute({ getParentRoute: () => rootRoute, path: '/ai/systems' })

/** A text of digits comes as a number out of the address. */
function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}
