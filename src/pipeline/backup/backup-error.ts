import { messageOf, NoroshiError } from '../../platform/noroshi-error.ts'
import { isDiskFull } from '../ingest/disk-full.ts'

/** What the file system says of a backup, in our words; errors of the stores that are read stay their own. */
export function backupError(path: string, cause: unknown): unknown {
  if (cause instanceof NoroshiError) return cause
  if (isDiskFull(cause)) return new NoroshiError('disk-full', `there is no room left for the backup ${path}`, { cause })
  if (cause instanceof Error && 'syscall' in cause) return new NoroshiError('backup-failed', `the backup ${path}: ${messageOf(cause)}`, { cause })
  return cause
}
