import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { Capability } from '../shell/capability.ts'
import { rootRoute } from '../shell/root-route.ts'

const peopleRoute = createRoute({ getParentRoute: () => rootRoute, path: '/people' })

/** Who may do what. */
export const people: Capability = {
  name: 'people',
  routes: [peopleRoute.update({ component: lazyRouteComponent(() => import('./people-page.tsx'), 'PeoplePage') })],
  navigation: { to: '/people', icon: 'people', key: 'p' },
}
