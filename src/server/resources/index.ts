import type { ServerRoute } from '../route.ts'

/** Everything people work with: cases, findings, events, evidence, uploads, jobs, hunts. */
export const resourceRoutes: readonly ServerRoute[] = []
