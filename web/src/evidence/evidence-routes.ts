import { createRoute } from '@tanstack/react-router'
import { rootRoute } from '../shell/root-route.ts'

export const evidenceListRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/evidence',
  validateSearch: (search: Record<string, unknown>): { readonly q?: string | undefined } =>
    ({ q: typeof search['q'] === 'string' || typeof search['q'] === 'number' ? String(search['q']) : undefined }),
})

export const evidenceRoute = createRoute({ getParentRoute: () => rootRoute, path: '/evidence/$sha256' })
