import * as z from 'zod'
import type { CanonicalValue } from './canonical-json.ts'

/**
 * What was done. `opened`: the ledger began, with this key. `received`: bytes came in. `identified`: the evidence that is in them.
 * `repaired`: what a crash left of an entry was set aside.
 */
export const CUSTODY_ACTIONS = [
  'opened', 'received', 'identified', 'read', 'exported', 'verified', 'held', 'released', 'deleted', 'repaired',
] as const

export type CustodyAction = typeof CUSTODY_ACTIONS[number]

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

const detail: z.ZodType<CanonicalValue> = z.lazy(() =>
  z.union([z.string(), z.int(), z.boolean(), z.null(), z.array(detail), z.record(z.string(), detail)]))

/** The signed part of a line of the ledger. */
export const custodyEntrySchema = z.strictObject({
  number: z.int().positive().describe('1 for the first'),
  time: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/).describe('when it was written down, ISO 8601 in UTC'),
  actor: z.string().describe('who did it, as the machine knows them'),
  action: z.enum(CUSTODY_ACTIONS),
  blob: sha256.nullable().describe('SHA-256 of the bytes as received, where it is about some'),
  evidence: sha256.nullable().describe('SHA-256 of the decompressed content, where it is about one piece'),
  paths: z.array(z.string()).describe('where they came from or went'),
  members: z.array(z.strictObject({
    evidence: sha256,
    path: z.string().describe('what follows the blob\'s own path: empty for its own content, `!/b.evtx` for a member'),
  })).describe('the evidence identified in the blob'),
  details: z.record(z.string(), detail),
  previous: sha256.describe('hash of the entry before; zeros for the first'),
})

export type CustodyEntry = z.infer<typeof custodyEntrySchema>

export type BlobMember = CustodyEntry['members'][number]

/** What somebody reports; the ledger adds number, time and chain. */
export interface NewEntry {
  readonly actor: string
  readonly action: CustodyAction
  readonly blob?: string
  readonly evidence?: string
  readonly paths?: readonly string[]
  readonly members?: readonly BlobMember[]
  readonly details?: Readonly<Record<string, CanonicalValue>>
}

/** What the first entry follows. */
export const NO_ENTRY = '0'.repeat(64)
