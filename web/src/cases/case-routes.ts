import { createRoute } from '@tanstack/react-router'
import type { CaseFilters } from '../api/cases.ts'
import { SEVERITIES } from '../api/nouns.ts'
import { STATUSES } from '../api/decisions.ts'
import { rootRoute } from '../shell/root-route.ts'

/** The filters stand in the address, so that a list can be sent to somebody. What is not understood is left out. */
export const caseListRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/cases',
  validateSearch: (search: Record<string, unknown>): CaseFilters => ({
    q: textOf(search['q']),
    severity: SEVERITIES.find(each => each === search['severity']),
    status: STATUSES.find(each => each === search['status']),
    minPriority: typeof search['minPriority'] === 'number' ? search['minPriority'] : undefined,
    owner: textOf(search['owner']),
  }),
})

/** `event` is the one that is looked at beside the page. */
export const caseRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/cases/$caseId',
  validateSearch: (search: Record<string, unknown>): { readonly event?: string | undefined } => ({ event: textOf(search['event']) }),
})

/** A text of digits comes as a number out of the address. */
function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}
