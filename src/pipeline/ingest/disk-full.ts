import { NoroshiError } from '../../platform/noroshi-error.ts'

/** "No space left" of the file system, of a quota, of our own stores and of PostgreSQL (class 53100, appendix A of its manual). */
export function isDiskFull(thrown: unknown): boolean {
  if (thrown instanceof NoroshiError) return thrown.code === 'disk-full'
  return thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOSPC' || thrown.code === 'EDQUOT' || thrown.code === '53100')
}
