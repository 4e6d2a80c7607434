import { lazyRouteComponent } from '@tanstack/react-router'
import type { Capability } from '../shell/capability.ts'
import { exceptionsRoute, policiesRoute, questionsRoute, redTeamRoute, systemsRoute, trafficRoute } from './ai-routes.ts'
import { WaitingNotice } from './waiting-notice.tsx'

/** Language models: what is asked of them, what is done about it, and how they stand up to attacks. */
export const ai: Capability = {
  name: 'ai',
  routes: [
    trafficRoute.update({ component: lazyRouteComponent(() => import('./traffic-page.tsx'), 'TrafficPage') }),
    questionsRoute.update({ component: lazyRouteComponent(() => import('./questions-page.tsx'), 'QuestionsPage') }),
    exceptionsRoute.update({ component: lazyRouteComponent(() => import('./exceptions-page.tsx'), 'ExceptionsPage') }),
    policiesRoute.update({ component: lazyRouteComponent(() => import('./policies-page.tsx'), 'PoliciesPage') }),
    redTeamRoute.update({ component: lazyRouteComponent(() => import('./redteam-page.tsx'), 'RedTeamPage') }),
    systemsRoute.update({ component: lazyRouteComponent(() => import('./systems-page.tsx'), 'SystemsPage') }),
  ],
  navigation: { to: '/ai', icon: 'ai', key: 'a' },
  refreshes: { status: [['ai', 'records']] },
  above: WaitingNotice,
}
