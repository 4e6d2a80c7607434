import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { Capability } from '../shell/capability.ts'
import { rootRoute } from '../shell/root-route.ts'

const telescopeRoute = createRoute({ getParentRoute: () => rootRoute, path: '/telescope' })

/** What comes to addresses nobody uses, while it comes. */
export const telescope: Capability = {
  name: 'telescope',
  routes: [telescopeRoute.update({ component: lazyRouteComponent(() => import('./telescope-page.tsx'), 'TelescopePage') })],
  navigation: { to: '/telescope', icon: 'telescope', key: 't' },
}
