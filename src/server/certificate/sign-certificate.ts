import type { KeyObject } from 'node:crypto'
import { createHash, randomBytes, sign } from 'node:crypto'
import { isIP, SocketAddress } from 'node:net'
import { bitString, boolean, objectIdentifier, octetString, sequence, set, tagged, taggedBytes, time, unsignedInteger, utf8String } from './der.ts'

/** What a certificate may be used for. */
export type CertificateUse = 'server' | 'client' | 'authority'

export interface CertificateWish {
  /** Common name. */
  readonly subject: string
  readonly publicKey: KeyObject
  readonly use: CertificateUse
  /** DNS names and addresses of a server. */
  readonly names?: readonly string[]
  readonly days: number
}

/** Whose name and key a certificate is signed with: another's, or its own. The key is ECDSA on P-256. */
export interface CertificateIssuer {
  readonly subject: string
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}

/**
 * A certificate (RFC 5280) in PEM, signed with ECDSA on P-256 and SHA-256.
 *
 * @param now milliseconds
 */
export function signCertificate({ subject, publicKey, use, names = [], days }: CertificateWish, issuer: CertificateIssuer, now: number): string {
  const algorithm = sequence(objectIdentifier('1.2.840.10045.4.3.2'))
  const body = sequence(
    tagged(0, unsignedInteger(Uint8Array.of(2))),
    unsignedInteger(Uint8Array.of(1, ...randomBytes(15))),
    algorithm,
    nameOf(issuer.subject),
    // A clock that goes wrong by a day must not shut anybody out.
    sequence(time(new Date(now - DAY_MS)), time(new Date(now + days * DAY_MS))),
    nameOf(subject),
    spkiOf(publicKey),
    tagged(3, sequence(
      ...usage(use),
      extension('2.5.29.14', false, octetString(keyIdOf(publicKey))),
      extension('2.5.29.35', false, sequence(taggedBytes(0, keyIdOf(issuer.publicKey)))),
      ...(names.length === 0 ? [] : [extension('2.5.29.17', false, sequence(...names.map(alternativeName)))]),
    )),
  )
  return pem('CERTIFICATE', sequence(body, algorithm, bitString(sign('sha256', body, issuer.privateKey))))
}

const DAY_MS = 86_400_000

/** Basic constraints, key usage, extended key usage (RFC 5280 §4.2.1.3, .9, .12). An authority signs ends and no further authorities. */
function usage(use: CertificateUse): Uint8Array[] {
  if (use === 'authority') {
    return [
      extension('2.5.29.19', true, sequence(boolean(true), unsignedInteger(Uint8Array.of(0)))),
      extension('2.5.29.15', true, bitString(Uint8Array.of(0x04), 2)),
    ]
  }
  return [
    extension('2.5.29.19', true, sequence()),
    extension('2.5.29.15', true, bitString(Uint8Array.of(0x80), 7)),
    extension('2.5.29.37', false, sequence(objectIdentifier(use === 'server' ? '1.3.6.1.5.5.7.3.1' : '1.3.6.1.5.5.7.3.2'))),
  ]
}

function nameOf(subject: string): Uint8Array {
  return sequence(set(sequence(objectIdentifier('2.5.4.3'), utf8String(subject))))
}

function spkiOf(publicKey: KeyObject): Buffer {
  return publicKey.export({ type: 'spki', format: 'der' })
}

function keyIdOf(publicKey: KeyObject): Buffer {
  return createHash('sha1').update(spkiOf(publicKey)).digest()
}

function extension(id: string, critical: boolean, value: Uint8Array): Uint8Array {
  return sequence(objectIdentifier(id), ...(critical ? [boolean(true)] : []), octetString(value))
}

function alternativeName(name: string): Uint8Array {
  const family = isIP(name)
  return family === 0 ? taggedBytes(2, Buffer.from(name, 'ascii')) : taggedBytes(7, family === 4 ? bytesOfIpv4(name) : bytesOfIpv6(name))
}

function bytesOfIpv4(address: string): Uint8Array {
  return Uint8Array.from(address.split('.').map(Number))
}

function bytesOfIpv6(address: string): Uint8Array {
  const plain = new SocketAddress({ address, family: 'ipv6' }).address
  const [head = '', tail] = plain.split('::').map(part => part.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...bytes) => hexOfIpv4(bytes.slice(0, 4).map(Number))))
  const groups = (part: string | undefined) => (part === undefined || part === '' ? [] : part.split(':'))
  const missing = 8 - groups(head).length - groups(tail).length
  const all = [...groups(head), ...Array<string>(tail === undefined ? 0 : missing).fill('0'), ...groups(tail)]
  return Uint8Array.from(all.flatMap(group => [Number.parseInt(group, 16) >>> 8, Number.parseInt(group, 16) & 0xff]))
}

function hexOfIpv4([a = 0, b = 0, c = 0, d = 0]: readonly number[]): string {
  return `${(a << 8 | b).toString(16)}:${(c << 8 | d).toString(16)}`
}

function pem(label: string, der: Uint8Array): string {
  const lines = Buffer.from(der).toString('base64').match(/.{1,64}/g) ?? []
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n')
}
