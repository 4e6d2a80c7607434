import { createRoute } from '@tanstack/react-router'
import { rootRoute } from '../shell/root-route.ts'

/** A hunt stands whole in the address: saved as a bookmark, sent as a link. */
export interface HuntSearch {
  readonly q?: string | undefined
  /** ISO 8601; from this time on. */
  readonly from?: string | undefined
  /** ISO 8601; before this time. */
  readonly to?: string | undefined
  /** The event that is looked at. */
  readonly event?: string | undefined
}

export const huntRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/hunt',
  validateSearch: (search: Record<string, unknown>): HuntSearch =>
    ({ q: textOf(search['q']), from: textOf(search['from']), to: textOf(search['to']), event: textOf(search['event']) }),
})

/** A text of digits comes as a number out of the address. */
function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}
