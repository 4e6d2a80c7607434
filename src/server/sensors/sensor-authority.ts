import type { KeyObject } from 'node:crypto'
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { signCertificate } from '../certificate/sign-certificate.ts'
import type { Certificate } from '../listen.ts'
import { AUTHORITY_DAYS, HUB_CERTIFICATE_DAYS, SENSOR_CERTIFICATE_DAYS } from './defaults.ts'
import { HUB_NAME } from './sensor-protocol.ts'

/** Who says which certificates are the hub's and which are sensors': an authority of its own, known to nobody else. */
export interface SensorAuthority {
  /** PEM. */
  readonly certificate: string
  /** SHA-256 of the certificate in DER, in hex: what a token carries, so that a sensor knows the hub before it tells it anything. */
  readonly fingerprint: string
  /** For a sensor. @param now milliseconds @returns PEM */
  issue(id: string, publicKey: KeyObject, now: number): string
  /** Of the hub, with the authority behind it. @param now milliseconds */
  hubCertificate(now: number): Certificate
}

/** The one that is kept in a folder; made at first. @param now milliseconds @throws Error when what is there is damaged: every sensor knows it, so none is made over it */
export function keptAuthority(folder: string, now: number): SensorAuthority {
  const keyFile = join(folder, 'key.pem')
  const file = join(folder, 'authority.pem')
  if (!existsSync(file)) make(folder, keyFile, file, now)
  const certificate = readFileSync(file, 'utf8')
  const privateKey = createPrivateKey(readFileSync(keyFile, 'utf8'))
  const parsed = new X509Certificate(certificate)
  if (!parsed.checkPrivateKey(privateKey)) throw new Error(`${keyFile} is not the key of ${file}`)
  const issuer = { subject: SUBJECT, publicKey: createPublicKey(privateKey), privateKey }
  return {
    certificate,
    fingerprint: fingerprintOfDer(parsed.raw),
    issue: (id, publicKey, at) => signCertificate({ subject: id, publicKey, use: 'client', days: SENSOR_CERTIFICATE_DAYS }, issuer, at),
    hubCertificate(at) {
      const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      const own = signCertificate({ subject: HUB_NAME, publicKey: pair.publicKey, use: 'server', names: [HUB_NAME], days: HUB_CERTIFICATE_DAYS }, issuer, at)
      return { certificate: `${own}${certificate}`, key: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }
    },
  }
}

/** SHA-256 in hex. */
export function fingerprintOfDer(certificate: Uint8Array): string {
  return createHash('sha256').update(certificate).digest('hex')
}

const SUBJECT = 'Noroshi sensors'

/** The key first: a certificate that is there has its key. */
function make(folder: string, keyFile: string, file: string, now: number): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const certificate = signCertificate({ subject: SUBJECT, publicKey, use: 'authority', days: AUTHORITY_DAYS }, { subject: SUBJECT, publicKey, privateKey }, now)
  for (const [path, text] of [[keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()], [file, certificate]] as const) {
    writeFileSync(`${path}.part`, text, { mode: 0o600, flush: true })
    renameSync(`${path}.part`, path)
  }
}
