import * as z from 'zod'
import { custodyEntrySchema } from '../store/custody/custody-entry.ts'

/** What `noroshi evidence` prints with `--json`, one object per call. */

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const time = z.string().describe('ISO 8601 UTC with microseconds')

const blobSchema = z.strictObject({
  blob: sha256.describe('of the bytes as received'),
  bytes: z.int().min(0),
  receipts: z.array(z.strictObject({ time, actor: z.string(), path: z.string() })).describe('each time these bytes came in'),
  members: z.array(z.strictObject({
    evidence: sha256.describe('of the decompressed content'),
    path: z.string().describe('what follows the blob\'s own path: empty for its own content, `!/b.evtx` for a member'),
    deleted: z.boolean(),
  })),
  hold: z.strictObject({ time, actor: z.string().nullable(), reason: z.string().nullable() }).nullable().describe('forbids deletion'),
  deleted: time.nullable().describe('when the bytes were deleted; null while they are there'),
})

export type BlobView = z.infer<typeof blobSchema>

const listSchema = z.strictObject({ blobs: z.array(blobSchema) }).meta({ title: 'Evidence', description: '`noroshi evidence list --json`' })

const showSchema = z.strictObject({
  kind: z.enum(['blob', 'evidence']),
  sha256,
  blobs: z.array(blobSchema),
  history: z.array(custodyEntrySchema.extend({ members: z.int().min(0).describe('how many pieces of evidence the entry identifies') })),
}).meta({ title: 'A piece of evidence', description: '`noroshi evidence show --json`' })

const addSchema = z.strictObject({
  received: z.array(z.strictObject({
    path: z.string(),
    blob: sha256,
    bytes: z.int().min(0),
    known: z.boolean().describe('these bytes were there already'),
    members: z.int().min(0),
  })),
  errors: z.array(z.strictObject({ path: z.string(), reason: z.string() })),
}).meta({ title: 'Evidence received', description: '`noroshi evidence add --json`' })

export type AddView = z.infer<typeof addSchema>

const changeSchema = z.strictObject({
  deed: z.enum(['hold', 'release', 'delete', 'export']),
  kind: z.enum(['blob', 'evidence']),
  sha256,
  blobs: z.array(sha256).describe('whose bytes were deleted or written out'),
  kept: z.array(sha256).describe('not deleted, because they hold other evidence too'),
}).meta({ title: 'A change of evidence', description: '`noroshi evidence hold|release|delete|export --json`' })

export type ChangeView = z.infer<typeof changeSchema>

const verifySchema = z.strictObject({
  folder: z.string(),
  sound: z.boolean().describe('nothing was changed, removed, added or put in another order'),
  entries: z.int().min(0),
  blobs: z.int().min(0).describe('compared with their hash'),
  bytes: z.int().min(0),
  head: sha256.nullable().describe('hash of the last entry; note it elsewhere'),
  keyFingerprint: sha256.nullable(),
  problems: z.array(z.strictObject({ kind: z.string(), where: z.string(), what: z.string() })),
  problemsTotal: z.int().min(0),
  notes: z.array(z.string()).describe('what a crash left and the next start settles'),
}).meta({ title: 'A verification', description: '`noroshi evidence verify --json`' })

export type VerifyView = z.infer<typeof verifySchema>

/** By the name of the file in docs/schemas, without its ending. */
export const EVIDENCE_SCHEMAS = {
  'custody-entry': custodyEntrySchema.meta({ title: 'An entry of the custody ledger', description: 'the first column of `custody/ledger`' }),
  'evidence-list': listSchema,
  'evidence-show': showSchema,
  'evidence-add': addSchema,
  'evidence-change': changeSchema,
  'evidence-verify': verifySchema,
} as const
