import { lazyRouteComponent } from '@tanstack/react-router'
import type { Capability } from '../shell/capability.ts'
import { huntRoute } from './hunt-route.ts'

/** Hunting: any question to all events. */
export const hunt: Capability = {
  name: 'hunt',
  routes: [huntRoute.update({ component: lazyRouteComponent(() => import('./hunt-page.tsx'), 'HuntPage') })],
  navigation: { to: '/hunt', icon: 'hunt', key: 'h' },
}
