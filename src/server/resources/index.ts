import type { ServerRoute } from '../route.ts'
import { documentRoutes } from './ai/document-routes.ts'
import { inventoryRoutes } from './ai/inventory-routes.ts'
import { caseRoutes } from './cases/case-routes.ts'
import { decisionRoutes } from './cases/decision-routes.ts'
import { eventRoutes } from './events/event-routes.ts'
import { evidenceRoutes } from './evidence/evidence-routes.ts'
import { findingRoutes } from './findings/finding-routes.ts'
import { gatewayExceptionRoutes } from './gateway/exception-routes.ts'
import { gatewayPolicyRoutes } from './gateway/policy-routes.ts'
import { gatewayQuestionRoutes } from './gateway/question-routes.ts'
import { gatewayRecordRoutes } from './gateway/record-routes.ts'
import { redTeamRoutes } from './gateway/redteam-routes.ts'
import { huntRoutes } from './hunts/hunt-routes.ts'
import { jobRoutes } from './jobs/job-routes.ts'
import { acknowledgeRoutes } from './notify/acknowledge-routes.ts'
import { notificationRoutes } from './notify/notification-routes.ts'
import { registerRoutes } from './register/register-routes.ts'
import { whoRoutes } from './register/who-routes.ts'
import { ruleChangeRoutes } from './rules/change-routes.ts'
import { explainRoutes } from './rules/explain-routes.ts'
import { filterRoutes } from './rules/filter-routes.ts'
import { neverFiringRoutes } from './rules/never-firing-routes.ts'
import { retroHuntRoutes } from './rules/retro-hunt-routes.ts'
import { ruleRoutes } from './rules/rule-routes.ts'
import { ruleSetRoutes } from './rules/rule-set-routes.ts'
import { sensorRoutes } from './sensors/sensor-routes.ts'
import { consoleSourceRoutes } from './sources/console-source-routes.ts'
import { sampleRoutes } from './sources/sample-routes.ts'
import { sourceRoutes } from './sources/source-routes.ts'
import { statusRoutes } from './status/status-routes.ts'
import { streamRoutes } from './stream/stream-routes.ts'
import { telescopeRoutes } from './telescope/telescope-routes.ts'
import { uploadRoutes } from './uploads/upload-routes.ts'

/** Everything people work with: cases, findings, events, evidence, uploads, jobs, hunts, the register. */
export const resourceRoutes: readonly ServerRoute[] = [
  ...statusRoutes,
  ...sourceRoutes,
  ...consoleSourceRoutes,
  ...sampleRoutes,
  ...sensorRoutes,
  ...telescopeRoutes,
  ...caseRoutes,
  ...decisionRoutes,
  ...findingRoutes,
  ...eventRoutes,
  ...evidenceRoutes,
  ...uploadRoutes,
  ...jobRoutes,
  ...whoRoutes,
  ...registerRoutes,
  ...notificationRoutes,
  ...acknowledgeRoutes,
  ...gatewayExceptionRoutes,
  ...gatewayQuestionRoutes,
  ...gatewayRecordRoutes,
  ...gatewayPolicyRoutes,
  ...redTeamRoutes,
  ...huntRoutes,
  ...ruleRoutes,
  ...explainRoutes,
  ...ruleChangeRoutes,
  ...filterRoutes,
  ...ruleSetRoutes,
  ...retroHuntRoutes,
  ...neverFiringRoutes,
  ...documentRoutes,
  ...inventoryRoutes,
  ...streamRoutes,
]
