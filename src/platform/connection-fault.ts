import { messageOf } from './noroshi-error.ts'

/** Codes with which OpenSSL refuses the certificate of a server, for what an administrator can mend. */
const UNKNOWN_AUTHORITY: ReadonlySet<unknown> = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_ISSUER_CERT', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'SELF_SIGNED_CERT_IN_CHAIN', 'DEPTH_ZERO_SELF_SIGNED_CERT',
])

/** Why a server could not be asked, for people: what Node and OpenSSL say to programmers names no setting of ours. */
export function connectionFault(thrown: unknown): string {
  const code = codeOf(thrown)
  if (UNKNOWN_AUTHORITY.has(code)) return 'the certificate of the server is of no authority that is trusted here; name its authority with authority: in noroshi.yaml, or have the system trust it'
  if (code === 'CERT_HAS_EXPIRED') return 'the certificate of the server has expired'
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return `the certificate of the server is of another name: ${messageOf(thrown).replace(/^.*?cert's altnames: */s, 'it holds ')}`
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG') return 'the server does not speak TLS on this port'
  return messageOf(thrown)
}

/** Why somebody who connected over TLS was refused, in few words. */
export function handshakeFault(thrown: unknown, certificateError: unknown): string {
  if (typeof certificateError === 'string' && UNKNOWN_AUTHORITY.has(certificateError)) return 'its certificate is of no authority in clientAuthority'
  if (certificateError === 'CERT_HAS_EXPIRED') return 'its certificate has expired'
  if (typeof certificateError === 'string') return `its certificate is refused: ${certificateError}`
  const code = codeOf(thrown)
  if (code === 'ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE') return 'it shows no certificate'
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_HTTP_REQUEST') return 'it does not speak TLS'
  if (code === 'ECONNRESET') return 'it went away while TLS was being agreed on'
  // OpenSSL puts its own file names around the words.
  return /:SSL routines:[^:]*:([^:]+):/.exec(messageOf(thrown))?.[1] ?? messageOf(thrown)
}

function codeOf(thrown: unknown): unknown {
  return thrown instanceof Error && 'code' in thrown ? thrown.code : undefined
}
