import { lazyRouteComponent } from '@tanstack/react-router'
import type { Capability } from '../shell/capability.ts'
import { addSourceRoute, changeSourceRoute, sampleRoute, sensorListRoute, sensorRoute, sourceListRoute, sourceRoute } from './source-routes.ts'

/** What is collected all day, here and by remote sensors. */
export const sources: Capability = {
  name: 'sources',
  routes: [
    sourceListRoute.update({ component: lazyRouteComponent(() => import('./source-list-page.tsx'), 'SourceListPage') }),
    sourceRoute.update({ component: lazyRouteComponent(() => import('./source-page.tsx'), 'SourcePage') }),
    changeSourceRoute.update({ component: lazyRouteComponent(() => import('./change-source-page.tsx'), 'ChangeSourcePage') }),
    addSourceRoute.update({ component: lazyRouteComponent(() => import('./add-source-page.tsx'), 'AddSourcePage') }),
    sampleRoute.update({ component: lazyRouteComponent(() => import('./sample-page.tsx'), 'SamplePage') }),
    sensorListRoute.update({ component: lazyRouteComponent(() => import('./sensor-list-page.tsx'), 'SensorListPage') }),
    sensorRoute.update({ component: lazyRouteComponent(() => import('./sensor-page.tsx'), 'SensorPage') }),
  ],
  navigation: { to: '/sources', icon: 'sources', key: 'l' },
}
