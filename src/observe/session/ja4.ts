import { hash } from 'node:crypto'
import type { ClientHello } from './client-hello.ts'
import { EXTENSION } from './client-hello.ts'

const VERSIONS: ReadonlyMap<number, string> = new Map([
  [0x0304, '13'], [0x0303, '12'], [0x0302, '11'], [0x0301, '10'], [0x0300, 's3'], [0x0002, 's2'], [0xfeff, 'd1'], [0xfefd, 'd2'], [0xfefc, 'd3'],
])

const NO_HASH = '000000000000'

/**
 * JA4, the fingerprint of a TLS client (FoxIO, technical details of JA4; BSD 3-clause, the other fingerprints of the family are not): a readable part,
 * the sorted cipher suites, and the sorted extensions with the signature algorithms as sent; values of GREASE (RFC 8701) left out.
 * @param carrier t for TCP, q for QUIC
 */
export function ja4(hello: ClientHello, carrier: 't' | 'q'): string {
  const suites = hello.cipherSuites.filter(isNotGrease)
  const extensions = hello.extensions.filter(isNotGrease)
  const version = hello.supportedVersions.filter(isNotGrease).reduce((highest, other) => Math.max(highest, other), 0) || hello.version
  const readable = [
    carrier, VERSIONS.get(version) ?? '00', extensions.includes(EXTENSION.serverName) ? 'd' : 'i', twoDigits(suites.length), twoDigits(extensions.length),
    protocolLetters(hello.protocols[0] ?? ''),
  ].join('')
  const others = extensions.filter(type => type !== EXTENSION.serverName && type !== EXTENSION.protocols)
  const algorithms = hello.signatureAlgorithms.filter(isNotGrease)
  const sortedOthers = hexList(others.toSorted(ascending))
  const last = algorithms.length === 0 ? sortedOthers : `${sortedOthers}_${hexList(algorithms)}`
  return [readable, shortHash(hexList(suites.toSorted(ascending))), shortHash(last)].join('_')
}

/** RFC 8701: 0x0a0a, 0x1a1a, …, 0xfafa. */
function isNotGrease(value: number): boolean {
  return (value & 0x0f0f) !== 0x0a0a || value >> 8 !== (value & 0xff)
}

/** The first and the last letter of a protocol's name, a 9 for what is not ASCII; 00 without a name. */
function protocolLetters(name: string): string {
  if (name === '') return '00'
  const letters = Array.from(name, letter => letter > '\x7f' ? '9' : letter)
  return `${letters[0]}${letters.length === 1 ? '0' : letters.at(-1)}`
}

function twoDigits(count: number): string {
  return String(Math.min(count, 99)).padStart(2, '0')
}

function hexList(values: readonly number[]): string {
  return values.map(value => value.toString(16).padStart(4, '0')).join(',')
}

function shortHash(text: string): string {
  return text === '' ? NO_HASH : hash('sha256', text, 'hex').slice(0, 12)
}

function ascending(a: number, b: number): number {
  return a - b
}
