import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { isIP, SocketAddress } from 'node:net'
import type { Certificate } from '../listen.ts'
import { bitString, boolean, objectIdentifier, octetString, sequence, set, tagged, taggedBytes, time, unsignedInteger, utf8String } from './der.ts'

/** Days that a certificate of ours holds: browsers refuse those of their own machine beyond 825. */
const CERTIFICATE_DAYS = 820

const DAY_MS = 86_400_000

/**
 * A certificate that signs itself (RFC 5280): ECDSA on P-256, for a server with these names and addresses.
 *
 * @param now milliseconds
 */
export function makeCertificate(names: readonly string[], now: number): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const publicBytes = publicKey.export({ type: 'spki', format: 'der' })
  const algorithm = sequence(objectIdentifier('1.2.840.10045.4.3.2'))
  const name = sequence(set(sequence(objectIdentifier('2.5.4.3'), utf8String('Noroshi'))))
  const keyId = createHash('sha1').update(publicBytes).digest()
  const body = sequence(
    tagged(0, unsignedInteger(Uint8Array.of(2))),
    unsignedInteger(Uint8Array.of(1, ...randomBytes(15))),
    algorithm,
    name,
    // A clock that goes wrong by a day must not shut anybody out.
    sequence(time(new Date(now - DAY_MS)), time(new Date(now + CERTIFICATE_DAYS * DAY_MS))),
    name,
    publicBytes,
    tagged(3, sequence(
      extension('2.5.29.19', true, sequence()),
      extension('2.5.29.15', true, bitString(Uint8Array.of(0x80), 7)),
      extension('2.5.29.37', false, sequence(objectIdentifier('1.3.6.1.5.5.7.3.1'))),
      extension('2.5.29.14', false, octetString(keyId)),
      extension('2.5.29.17', false, sequence(...names.map(alternativeName))),
    )),
  )
  const certificate = sequence(body, algorithm, bitString(sign('sha256', body, privateKey)))
  return { certificate: pem('CERTIFICATE', certificate), key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }
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
