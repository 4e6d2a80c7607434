import * as z from 'zod'

const count = z.int().min(0)
const digest = z.strictObject({ count, sum: z.string().regex(/^[0-9a-f]{32}$/) })

const common = {
  path: z.string().describe('the file or folder'),
  name: z.string().describe('of this backup: when it was made, and the SHA-256 of its manifest'),
  sha256: z.string().describe('of the manifest: noted elsewhere, it proves later that nothing was changed'),
  made: z.string().describe('ISO 8601 UTC'),
  program: z.string().describe('version of Noroshi that made it'),
  encrypted: z.boolean(),
  position: count.describe('of the ledger, as in `noroshi status`'),
  organisations: z.array(z.strictObject({ name: z.string(), events: digest, matches: digest })),
  parts: count,
  bytes: count.describe('of all parts, compressed'),
  damaged: z.array(z.string()).describe('evidence whose bytes were not those of its name any more when it was copied'),
}

/** What `noroshi backup` and `noroshi restore` print with `--json`, by the name of the file in docs/schemas. */
export const BACKUP_SCHEMAS = {
  'backup': z.strictObject({ ...common, added: count.describe('bytes that this backup has added to the file or folder') })
    .meta({ title: 'A backup', description: '`noroshi backup --json`' }),
  'restore': z.strictObject({ ...common, restored: z.string().nullable().describe('the data folder; null with --check'), checked: count.describe('bytes read and compared') })
    .meta({ title: 'A restore', description: '`noroshi restore --json`' }),
} as const

export type BackupView = z.infer<(typeof BACKUP_SCHEMAS)['backup']>
export type RestoreView = z.infer<(typeof BACKUP_SCHEMAS)['restore']>
