import { messageOf, NoroshiError } from '../../platform/noroshi-error.ts'

/** What the file system says of a store's folder, as one of our errors. */
export function storeError(folder: string, cause: unknown): NoroshiError {
  if (cause instanceof NoroshiError) return cause
  const code = codeOf(cause)
  if (code === 'ENOSPC' || code === 'EDQUOT') return new NoroshiError('disk-full', `there is no room left in ${folder}`, { cause })
  return new NoroshiError('data-unusable', `${folder} cannot be read or written: ${messageOf(cause)}`, { cause })
}

export function isMissing(cause: unknown): boolean {
  return codeOf(cause) === 'ENOENT'
}

function codeOf(cause: unknown): unknown {
  return cause instanceof Error && 'code' in cause ? cause.code : undefined
}
