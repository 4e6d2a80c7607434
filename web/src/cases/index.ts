import { lazyRouteComponent } from '@tanstack/react-router'
import type { Capability } from '../shell/capability.ts'
import { caseListRoute, caseRoute } from './case-routes.ts'

/** Cases: what to look at, why, and what people decided. */
export const cases: Capability = {
  name: 'cases',
  routes: [
    caseListRoute.update({ component: lazyRouteComponent(() => import('./case-list-page.tsx'), 'CaseListPage') }),
    caseRoute.update({ component: lazyRouteComponent(() => import('./case-page.tsx'), 'CasePage') }),
  ],
  navigation: { to: '/cases', icon: 'cases', key: 'c' },
  refreshes: { cases: [['cases']], decision: [['cases']] },
}
