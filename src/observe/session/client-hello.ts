import { ByteCursor } from './byte-cursor.ts'

/** What a client offers (RFC 8446, section 4.1.2; RFC 5246, section 7.4.1.2). Numbers are of the IANA registries, in the order sent. */
export interface ClientHello {
  /** The field of old; `supportedVersions` rule where there are any. */
  readonly version: number
  readonly cipherSuites: readonly number[]
  readonly extensions: readonly number[]
  readonly hasSessionId: boolean
  readonly supportedVersions: readonly number[]
  readonly signatureAlgorithms: readonly number[]
  readonly serverName?: string
  /** Protocols offered by ALPN (RFC 7301), each a Latin-1 text of its bytes. */
  readonly protocols: readonly string[]
}

/** Types of extensions (IANA). */
export const EXTENSION = { serverName: 0, signatureAlgorithms: 13, protocols: 16, sessionTicket: 35, preSharedKey: 41, supportedVersions: 43 } as const

/** Reads the body of a ClientHello; null when it is none. */
export function readClientHello(body: Uint8Array): ClientHello | null {
  const cursor = new ByteCursor(body)
  const version = cursor.uint16()
  cursor.take(32)
  const sessionId = cursor.take(cursor.uint8())
  const cipherSuites = numbersOf(cursor.take(cursor.uint16()))
  cursor.take(cursor.uint8())
  if (cursor.failed) return null
  const extensions: number[] = []
  let supportedVersions: readonly number[] = []
  let signatureAlgorithms: readonly number[] = []
  let protocols: readonly string[] = []
  let serverName: string | undefined
  const list = new ByteCursor(cursor.take(Math.min(cursor.uint16(), cursor.left)))
  while (list.left >= 4) {
    const type = list.uint16()
    const content = new ByteCursor(list.take(list.uint16()))
    if (list.failed) break
    extensions.push(type)
    if (type === EXTENSION.serverName) serverName = serverNameOf(content)
    else if (type === EXTENSION.supportedVersions) supportedVersions = numbersOf(content.take(content.uint8()))
    else if (type === EXTENSION.signatureAlgorithms) signatureAlgorithms = numbersOf(content.take(content.uint16()))
    else if (type === EXTENSION.protocols) protocols = protocolsOf(content)
  }
  return {
    version, cipherSuites, extensions, hasSessionId: sessionId.length > 0, supportedVersions, signatureAlgorithms, protocols,
    ...(serverName !== undefined && { serverName }),
  }
}

/** Of the ALPN extension. */
export function protocolsOf(content: ByteCursor): string[] {
  const list = new ByteCursor(content.take(content.uint16()))
  const protocols: string[] = []
  while (list.left > 0 && !list.failed) {
    const name = list.take(list.uint8())
    if (!list.failed) protocols.push(Buffer.from(name).toString('latin1'))
  }
  return protocols
}

/** RFC 6066, section 3: a list in which only host names (type 0) were ever defined. */
function serverNameOf(content: ByteCursor): string | undefined {
  const list = new ByteCursor(content.take(content.uint16()))
  const type = list.uint8()
  const name = list.take(list.uint16())
  return list.failed || type !== 0 ? undefined : Buffer.from(name).toString('utf8')
}

function numbersOf(bytes: Uint8Array): number[] {
  const numbers: number[] = []
  for (let at = 0; at + 1 < bytes.length; at += 2) numbers.push((bytes[at]! << 8) | bytes[at + 1]!)
  return numbers
}
