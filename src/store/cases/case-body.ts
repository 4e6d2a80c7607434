import { z } from 'zod'
import type { Case } from '../../model/case.ts'
import type { Reason } from '../../model/reason.ts'
import { SEVERITIES } from '../../model/severity.ts'
import { entitySchema, factSchema } from '../ledger/finding-parts.ts'

const reasonSchema: z.ZodType<Reason> = z.lazy(() => z.union([
  factSchema,
  z.object({ and: z.array(reasonSchema) }),
  z.object({ or: z.array(reasonSchema) }),
  z.object({ although: z.tuple([reasonSchema, reasonSchema]) }),
]))

/** A case as it is stored: whole, as JSON. */
export const caseBody: z.ZodType<Case> = z.object({
  id: z.string(),
  title: z.object({ en: z.string(), ja: z.string() }),
  priority: z.number(),
  score: z.array(factSchema),
  severity: z.enum(SEVERITIES),
  firstSeen: z.number().nullable(),
  lastSeen: z.number().nullable(),
  tactics: z.array(z.string()),
  entities: z.array(entitySchema),
  findings: z.array(z.string()),
  strongest: z.string(),
  explanation: z.object({ what: factSchema, why: reasonSchema, change: factSchema, confidence: factSchema, next: factSchema }),
})
