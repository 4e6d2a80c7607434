import { createPrivateKey, X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { hostname, networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { messageOf, NoroshiError } from '../../platform/noroshi-error.ts'
import type { Certificate } from '../listen.ts'
import { makeCertificate } from './make-certificate.ts'

/** Days before its end at which a certificate of ours is made anew. */
const RENEW_DAYS = 30

/** Reads the operator's certificate. @throws NoroshiError `bad-certificate` */
export function readCertificate(certificatePath: string, keyPath: string): Certificate {
  try {
    const pair = { certificate: readFileSync(certificatePath, 'utf8'), key: readFileSync(keyPath, 'utf8') }
    if (!new X509Certificate(pair.certificate).checkPrivateKey(createPrivateKey(pair.key))) throw new Error('the key is not the certificate\'s')
    return pair
  } catch (cause) {
    throw new NoroshiError('bad-certificate', `${certificatePath} with ${keyPath} cannot be used: ${messageOf(cause)}`, { cause })
  }
}

/** Ours, kept in a folder: made at first, and again when it ends soon or lacks a name it should have. @param now milliseconds */
export function keptCertificate(folder: string, names: readonly string[], now: number): Certificate {
  const file = join(folder, 'certificate.pem')
  const keyFile = join(folder, 'key.pem')
  if (existsSync(file) && existsSync(keyFile)) {
    try {
      const kept = readCertificate(file, keyFile)
      const certificate = new X509Certificate(kept.certificate)
      const lasts = Date.parse(certificate.validTo) - now > RENEW_DAYS * 86_400_000
      if (lasts && names.every(name => (isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name)) !== undefined)) return kept
    } catch {
      // Damaged: a new one is made.
    }
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const made = makeCertificate(names, now)
  for (const [path, text] of [[keyFile, made.key], [file, made.certificate]] as const) {
    writeFileSync(`${path}.part`, text, { mode: 0o600 })
    renameSync(`${path}.part`, path)
  }
  return made
}

/** SHA-256 over the certificate, as browsers show it. */
export function fingerprintOf({ certificate }: Certificate): string {
  return new X509Certificate(certificate).fingerprint256
}

/** Every name and address by which this machine may be called. */
export function ownNames(host: string, names: readonly string[]): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap(each => each ?? []).filter(({ address }) => !address.startsWith('fe80:')).map(({ address }) => address)
  const all = host === '0.0.0.0' || host === '::' ? addresses : [host]
  return [...new Set(['localhost', '127.0.0.1', hostname().toLowerCase(), ...all, ...names].filter(name => /^[\w.:-]+$/.test(name)))]
}
