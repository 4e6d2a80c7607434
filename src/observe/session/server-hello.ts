import { ByteCursor } from './byte-cursor.ts'
import { EXTENSION, protocolsOf } from './client-hello.ts'

/** What a server chose (RFC 8446, section 4.1.3). */
export interface ServerHello {
  /** That of the supported_versions extension where there is one. */
  readonly version: number
  readonly cipherSuite: number
  readonly protocol?: string
  readonly resumesByKey: boolean
}

/** Reads the body of a ServerHello; null when it is none. */
export function readServerHello(body: Uint8Array): ServerHello | null {
  const cursor = new ByteCursor(body)
  let version = cursor.uint16()
  cursor.take(32)
  cursor.take(cursor.uint8())
  const cipherSuite = cursor.uint16()
  cursor.uint8()
  if (cursor.failed) return null
  let protocol: string | undefined
  let resumesByKey = false
  const list = new ByteCursor(cursor.left < 2 ? new Uint8Array(0) : cursor.take(Math.min(cursor.uint16(), cursor.left)))
  while (list.left >= 4) {
    const type = list.uint16()
    const content = new ByteCursor(list.take(list.uint16()))
    if (list.failed) break
    if (type === EXTENSION.supportedVersions && content.left >= 2) version = content.uint16()
    else if (type === EXTENSION.protocols) protocol = protocolsOf(content)[0]
    else if (type === EXTENSION.preSharedKey) resumesByKey = true
  }
  return { version, cipherSuite, resumesByKey, ...(protocol !== undefined && { protocol }) }
}
