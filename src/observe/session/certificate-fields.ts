import type { X509Certificate } from 'node:crypto'
import type { SessionValue } from './session-event.ts'

/** Members of a list of names that are told: certificates of large hosters hold some hundreds. */
const MAX_NAMES = 256

/** Kinds of alternative names, as OpenSSL writes them before the colon → the fields of Zeek's log. */
const NAME_FIELDS: ReadonlyMap<string, string> = new Map([['DNS', 'san.dns'], ['URI', 'san.uri'], ['email', 'san.email'], ['IP Address', 'san.ip']])

const KEY_TYPES: ReadonlyMap<string, string> = new Map([['rsa', 'rsa'], ['rsa-pss', 'rsa'], ['dsa', 'dsa'], ['ec', 'ecdsa']])

/**
 * A certificate in the fields of Zeek's `x509.log` (https://docs.zeek.org/en/master/scripts/base/files/x509/main.zeek.html). The serial is its
 * number in hexadecimal without leading zeros, as rules write it.
 */
export function certificateFields(certificate: X509Certificate): Readonly<Record<string, SessionValue | undefined>> {
  return {
    'fingerprint': fingerprintOf(certificate),
    'certificate.serial': certificate.serialNumber.replace(/^0+(?=.)/, ''),
    'certificate.subject': distinguishedName(certificate.subject),
    'certificate.issuer': distinguishedName(certificate.issuer),
    'certificate.not_valid_before': secondsOf(certificate.validFromDate),
    'certificate.not_valid_after': secondsOf(certificate.validToDate),
    'certificate.sig_alg': certificate.signatureAlgorithm ?? undefined,
    ...keyFields(certificate),
    ...namesOf(certificate.subjectAltName ?? ''),
    'basic_constraints.ca': certificate.ca,
  }
}

/** SHA-256 of the whole certificate, as Zeek names it in `cert_chain_fps`. */
export function fingerprintOf({ fingerprint256 }: X509Certificate): string {
  return fingerprint256.replaceAll(':', '').toLowerCase()
}

/** One line for each part → RFC 4514, the most particular first. */
export function distinguishedName(lines: string | undefined): string {
  return (lines ?? '').split('\n').toReversed().join(',')
}

function secondsOf(date: Date): number | undefined {
  return Number.isNaN(date.getTime()) ? undefined : date.getTime() / 1_000
}

/** OpenSSL may refuse the key of a certificate that it takes otherwise. */
function keyFields(certificate: X509Certificate): Readonly<Record<string, SessionValue | undefined>> {
  try {
    const { asymmetricKeyType = '', asymmetricKeyDetails = {} } = certificate.publicKey
    return {
      'certificate.key_type': KEY_TYPES.get(asymmetricKeyType) ?? asymmetricKeyType,
      'certificate.key_length': asymmetricKeyDetails.modulusLength,
      'certificate.exponent': asymmetricKeyDetails.publicExponent?.toString(),
      'certificate.curve': asymmetricKeyDetails.namedCurve,
    }
  } catch {
    return {}
  }
}

/** `DNS:a, DNS:"b, c", IP Address:10.0.0.1`: values with commas are quoted as JSON. */
function namesOf(text: string): Readonly<Record<string, string[]>> {
  const names: Record<string, string[]> = {}
  let told = 0
  for (const [, kind = '', quoted, plain = ''] of text.matchAll(/(?:^|, )([A-Za-z ]+):(?:"((?:[^"\\]|\\.)*)"|([^,]*))/g)) {
    const field = NAME_FIELDS.get(kind)
    if (field === undefined || ++told > MAX_NAMES) continue
    ;(names[field] ??= []).push(quoted ?? plain)
  }
  return names
}

/** Whether a certificate is for a host; a name that cannot be one is not. */
export function certifiesHost(certificate: X509Certificate, host: string): boolean {
  try {
    return certificate.checkHost(host) !== undefined
  } catch {
    return false
  }
}
