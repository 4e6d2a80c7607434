import { lazyRouteComponent } from '@tanstack/react-router'
import type { Capability } from '../shell/capability.ts'
import { evidenceListRoute, evidenceRoute } from './evidence-routes.ts'
import { RunningJobs } from './running-jobs.tsx'
import { UploadPlace } from './upload-place.tsx'

/** Evidence: handing it in from any page, and what became of it. */
export const evidence: Capability = {
  name: 'evidence',
  routes: [
    evidenceListRoute.update({ component: lazyRouteComponent(() => import('./evidence-list-page.tsx'), 'EvidenceListPage') }),
    evidenceRoute.update({ component: lazyRouteComponent(() => import('./evidence-page.tsx'), 'EvidencePage') }),
  ],
  navigation: { to: '/evidence', icon: 'evidence', key: 'e' },
  refreshes: { job: [['evidence'], ['jobs']], status: [['evidence'], ['jobs']] },
  above: RunningJobs,
  everywhere: { component: UploadPlace, role: 'analyst' },
}
