import { lazyRouteComponent } from '@tanstack/react-router'
import type { Capability } from '../shell/capability.ts'
import { editEntryRoute, entryListRoute, entryRoute, importsRoute, machinesRoute, whoRoute } from './register-routes.ts'

/** Whose is it, and who was it then. */
export const register: Capability = {
  name: 'register',
  routes: [
    entryListRoute.update({ component: lazyRouteComponent(() => import('./entry-list-page.tsx'), 'EntryListPage') }),
    entryRoute.update({ component: lazyRouteComponent(() => import('./entry-page.tsx'), 'EntryPage') }),
    editEntryRoute.update({ component: lazyRouteComponent(() => import('./edit-entry-page.tsx'), 'EditEntryPage') }),
    whoRoute.update({ component: lazyRouteComponent(() => import('./who-page.tsx'), 'WhoPage') }),
    machinesRoute.update({ component: lazyRouteComponent(() => import('./machines-page.tsx'), 'MachinesPage') }),
    importsRoute.update({ component: lazyRouteComponent(() => import('./imports-page.tsx'), 'ImportsPage') }),
  ],
  navigation: { to: '/register', icon: 'register', key: 'w' },
}
