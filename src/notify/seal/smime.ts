import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SmtpConfiguration } from '../../platform/config/notify-schema.ts'
import { base64Lines, entity, multipart } from './multipart.ts'
import { runProgram } from './run-program.ts'

/**
 * S/MIME (RFC 8551) by the program openssl: it is on every machine that has TLS, knows RSA and elliptic keys and hardware, and the key never comes into our
 * memory. A library in JavaScript would know RSA alone.
 */

/** Signed in the clear: who has no S/MIME reads it all the same. */
export async function signSmime(content: Buffer, { openssl, smimeCertificate = '', smimeKey = '' }: Pick<SmtpConfiguration, 'openssl' | 'smimeCertificate' | 'smimeKey'>): Promise<Buffer> {
  const args = ['cms', '-sign', '-binary', '-md', 'sha256', '-outform', 'DER', '-signer', smimeCertificate, '-inkey', smimeKey]
  const signature = await withChain(smimeCertificate, chain => runProgram({ program: openssl, input: content, args: [...args, ...(chain === null ? [] : ['-certfile', chain])] }))
  return multipart('multipart/signed', { protocol: 'application/pkcs7-signature', micalg: 'sha-256' }, [content, {
    headers: ['Content-Type: application/pkcs7-signature; name="smime.p7s"', 'Content-Transfer-Encoding: base64', 'Content-Disposition: attachment; filename="smime.p7s"'],
    body: base64Lines(signature),
  }])
}

/** The certificates above the signer's own, in a file of their own, since the program takes the first one twice amiss; null when there is none. */
async function withChain<T>(certificate: string, work: (chain: string | null) => Promise<T>): Promise<T> {
  const blocks = readFileSync(certificate, 'utf8').match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? []
  if (blocks.length < 2) return work(null)
  const folder = mkdtempSync(join(tmpdir(), 'noroshi-chain-'))
  try {
    const path = join(folder, 'chain.pem')
    writeFileSync(path, `${blocks.slice(1).join('\n')}\n`)
    return await work(path)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** For the holder of the certificate's key alone. @param certificate path, PEM */
export async function encryptSmime(content: Buffer, certificate: string, { openssl }: Pick<SmtpConfiguration, 'openssl'>): Promise<Buffer> {
  const sealed = await runProgram({ program: openssl, input: content, args: ['cms', '-encrypt', '-binary', '-aes-256-cbc', '-outform', 'DER', certificate] })
  return entity({
    headers: [
      'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"', 'Content-Transfer-Encoding: base64', 'Content-Disposition: attachment; filename="smime.p7m"',
    ],
    body: base64Lines(sealed),
  })
}
