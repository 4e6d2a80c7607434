import { createPrivateKey, X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { makeCertificate } from './make-certificate.ts'
import { fingerprintOf, keptCertificate, readCertificate } from './server-certificate.ts'

const NOW = Date.UTC(2026, 10, 22)
const DAY_MS = 86_400_000

describe('a certificate that the server makes', () => {
  it('is one that others read: its names, addresses, time, use, key and signature', () => {
    const { certificate, key } = makeCertificate(['siem.example.org', '192.0.2.7', '2001:db8::7', '::ffff:192.0.2.7'], NOW)
    const read = new X509Certificate(certificate)
    expect(read.verify(read.publicKey)).toBe(true)
    expect(read.checkPrivateKey(createPrivateKey(key))).toBe(true)
    expect(['siem.example.org', 'other.example.org'].map(name => read.checkHost(name))).toEqual(['siem.example.org', undefined])
    expect(['192.0.2.7', '2001:db8::7', '192.0.2.8'].map(address => read.checkIP(address))).toEqual(['192.0.2.7', '2001:db8::7', undefined])
    expect([Date.parse(read.validFrom) < NOW, Date.parse(read.validTo) - NOW < 825 * DAY_MS]).toEqual([true, true])
    expect([read.ca, read.keyUsage]).toEqual([false, ['1.3.6.1.5.5.7.3.1']])
  })

  it('is kept, and made anew when it ends soon or lacks a name', () => {
    const folder = temporaryFolder()
    const first = fingerprintOf(keptCertificate(folder, ['a.example'], NOW))
    expect(fingerprintOf(keptCertificate(folder, ['a.example'], NOW + DAY_MS))).toBe(first)
    const second = fingerprintOf(keptCertificate(folder, ['a.example', '10.0.0.1'], NOW))
    expect(second).not.toBe(first)
    expect(fingerprintOf(keptCertificate(folder, ['a.example', '10.0.0.1'], NOW + 800 * DAY_MS))).not.toBe(second)
  })

  it('of an operator is refused when the key is another\'s or it is none', () => {
    const folder = temporaryFolder({ 'a.pem': makeCertificate(['a'], NOW).certificate, 'b.key': makeCertificate(['b'], NOW).key, 'text': 'x' })
    expect(() => readCertificate(`${folder}/a.pem`, `${folder}/b.key`)).toThrow(/not the certificate's/)
    expect(() => readCertificate(`${folder}/text`, `${folder}/b.key`)).toThrow(/cannot be used/)
  })
})
