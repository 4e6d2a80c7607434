import { createRoute } from '@tanstack/react-router'
import { rootRoute } from '../shell/root-route.ts'

export const sourceListRoute = createRoute({ getParentRoute: () => rootRoute, path: '/sources' })

export const sourceRoute = createRoute({ getParentRoute: () => rootRoute, path: '/sources/one/$name' })

export const changeSourceRoute = createRoute({ getParentRoute: () => rootRoute, path: '/sources/one/$name/change' })

export const addSourceRoute = createRoute({ getParentRoute: () => rootRoute, path: '/sources/add' })

export const sampleRoute = createRoute({ getParentRoute: () => rootRoute, path: '/sources/sample' })

export const sensorListRoute = createRoute({ getParentRoute: () => rootRoute, path: '/sources/sensors' })

/** Without an organisation the own. */
export const sensorRoute = createRoute({
  getParentRoute: () => rootRoute, path: '/sources/sensors/$name',
  validateSearch: ({ organisation }: Record<string, unknown>): { readonly organisation?: string | undefined } => (typeof organisation === 'string' ? { organisation } : {}),
})
