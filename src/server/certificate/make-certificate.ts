import { generateKeyPairSync } from 'node:crypto'
import type { Certificate } from '../listen.ts'
import { signCertificate } from './sign-certificate.ts'

/** Days that a certificate of ours holds: browsers refuse those of their own machine beyond 825. */
const CERTIFICATE_DAYS = 820

/**
 * A certificate that signs itself, for a server with these names and addresses.
 *
 * @param now milliseconds
 */
export function makeCertificate(names: readonly string[], now: number): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const subject = 'Noroshi'
  const certificate = signCertificate({ subject, publicKey, use: 'server', names, days: CERTIFICATE_DAYS }, { subject, publicKey, privateKey }, now)
  return { certificate, key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }
}
