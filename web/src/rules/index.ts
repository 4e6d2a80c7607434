import { lazyRouteComponent } from '@tanstack/react-router'
import type { Capability } from '../shell/capability.ts'
import { filterRoute, ruleListRoute, ruleRoute, ruleSetsRoute } from './rule-routes.ts'

/** Rules: what they look for, what they found, whether they were right. */
export const rules: Capability = {
  name: 'rules',
  routes: [
    ruleListRoute.update({ component: lazyRouteComponent(() => import('./rule-list-page.tsx'), 'RuleListPage') }),
    ruleRoute.update({ component: lazyRouteComponent(() => import('./rule-page.tsx'), 'RulePage') }),
    ruleSetsRoute.update({ component: lazyRouteComponent(() => import('./rule-sets-page.tsx'), 'RuleSetsPage') }),
    filterRoute.update({ component: lazyRouteComponent(() => import('./filter-page.tsx'), 'FilterPage') }),
  ],
  navigation: { to: '/rules', icon: 'rules', key: 'r' },
  refreshes: { cases: [['rules', 'list'], ['rules', 'one']], decision: [['rules', 'list'], ['rules', 'one']] },
}
