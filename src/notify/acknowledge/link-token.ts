import { createHmac, timingSafeEqual } from 'node:crypto'

/** What an acknowledgement link says: which message of whom, and that we made it. */
export interface LinkClaim {
  readonly organisation: string
  readonly message: string
}

/** `organisation.message.signature`; the signature is an HMAC-SHA256, cut to 128 bits (RFC 2104 §5 lets it be half). */
export function linkToken(claim: LinkClaim, key: string): string {
  return `${claim.organisation}.${claim.message}.${signature(claim, key)}`
}

/** What a token claims, before its signature is looked at; null for what is no token. */
export function claimOf(token: string): (LinkClaim & { readonly signature: string }) | null {
  const [, organisation, message, given] = /^([a-z0-9][a-z0-9_-]{0,62})\.([0-9a-f]{32})\.([A-Za-z0-9_-]{22})$/.exec(token) ?? []
  return organisation === undefined || message === undefined || given === undefined ? null : { organisation, message, signature: given }
}

export function isSignedBy(claim: LinkClaim & { readonly signature: string }, key: string): boolean {
  return timingSafeEqual(Buffer.from(signature(claim, key)), Buffer.from(claim.signature))
}

function signature({ organisation, message }: LinkClaim, key: string): string {
  return createHmac('sha256', key).update(`acknowledge\0${organisation}\0${message}`).digest().subarray(0, 16).toString('base64url')
}
