import { X509Certificate } from 'node:crypto'
import { ByteCursor } from './byte-cursor.ts'
import { MAX_CERTIFICATES } from './defaults.ts'

/**
 * The certificates of a Certificate message before TLS 1.3 (RFC 5246, section 7.4.2), the server's own first; what OpenSSL does not take for
 * one is left out.
 */
export function readCertificates(body: Uint8Array): readonly X509Certificate[] {
  const cursor = new ByteCursor(body)
  const list = new ByteCursor(cursor.take(Math.min(cursor.uint24(), cursor.left)))
  const certificates: X509Certificate[] = []
  while (list.left > 0 && certificates.length < MAX_CERTIFICATES) {
    const bytes = list.take(list.uint24())
    if (list.failed) break
    try {
      certificates.push(new X509Certificate(bytes))
    } catch {
      // Damaged, or no certificate: the handshake is told without it.
    }
  }
  return certificates
}
