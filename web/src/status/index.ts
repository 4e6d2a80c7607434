import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { Capability } from '../shell/capability.ts'
import { rootRoute } from '../shell/root-route.ts'

const statusRoute = createRoute({ getParentRoute: () => rootRoute, path: '/status' })

/** Whether everything that was handed in is read, counted and folded. */
export const status: Capability = {
  name: 'status',
  routes: [statusRoute.update({ component: lazyRouteComponent(() => import('./status-page.tsx'), 'StatusPage') })],
  navigation: { to: '/status', icon: 'status', key: 's' },
  refreshes: { status: [['status']], job: [['status']], cases: [['status']] },
}
