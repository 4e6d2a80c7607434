import { createHash, randomBytes } from 'node:crypto'

/** A new secret of 256 bits that nobody can guess. */
export function newSecret(prefix = ''): string {
  return `${prefix}${randomBytes(32).toString('base64url')}`
}

/** What is kept of a secret. It is random, so one hash suffices: nothing can be guessed from it. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
