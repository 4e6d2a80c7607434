import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto'

/** What protects the Initial packets of one side: known to whoever saw the client's first packet (RFC 9001, section 5.2). */
export interface InitialKeys {
  readonly key: Uint8Array
  readonly nonce: Uint8Array
  readonly headerKey: Uint8Array
}

/** What differs between the versions: RFC 9001, RFC 9369 for version 2, and the drafts that were deployed widely (29 to 34). */
export interface QuicVersion {
  /** As Zeek writes it. */
  readonly name: string
  readonly salt: Uint8Array
  /** Of the labels of keys. */
  readonly prefix: string
  /** The two bits of the packet's type that say Initial. */
  readonly initialType: number
}

const TAG_BYTES = 16

const DRAFT = { salt: Buffer.from('afbfec289993d24c9e9786f19c6111e04390a899', 'hex'), prefix: 'quic ', initialType: 0 }

const VERSIONS: ReadonlyMap<number, QuicVersion> = new Map([
  [1, { name: '1', salt: Buffer.from('38762cf7f55934b34d179ae6a4c80cadccbb7f0a', 'hex'), prefix: 'quic ', initialType: 0 }],
  [0x6b3343cf, { name: 'quicv2', salt: Buffer.from('0dede3def700a6db819381be6e269dcbf9bd2ed9', 'hex'), prefix: 'quicv2 ', initialType: 1 }],
  ...[29, 30, 31, 32].map((draft): [number, QuicVersion] => [0xff000000 + draft, { ...DRAFT, name: `draft-${draft}` }]),
])

export function quicVersion(version: number): QuicVersion | null {
  return VERSIONS.get(version) ?? null
}

/** @param destinationId of the client's first packet */
export function initialKeys({ salt, prefix }: QuicVersion, destinationId: Uint8Array, sender: 'client' | 'server'): InitialKeys {
  const secret = expand(createHmac('sha256', salt).update(destinationId).digest(), `${sender} in`, 32)
  return { key: expand(secret, `${prefix}key`, 16), nonce: expand(secret, `${prefix}iv`, 12), headerKey: expand(secret, `${prefix}hp`, 16) }
}

/** HKDF-Expand-Label (RFC 8446, section 7.1) for at most one block. */
function expand(secret: Uint8Array, label: string, length: number): Uint8Array {
  const name = Buffer.from(`tls13 ${label}`)
  return createHmac('sha256', secret).update(Uint8Array.of(0, length, name.length)).update(name).update(Uint8Array.of(0, 1)).digest().subarray(0, length)
}

/**
 * Opens an Initial packet (RFC 9001, sections 5.3 and 5.4); null when the keys are not its.
 * @param packet from its first byte to its end
 * @param numberAt where the packet number starts
 */
export function openInitial(packet: Uint8Array, numberAt: number, keys: InitialKeys): Uint8Array | null {
  if (packet.length < numberAt + 4 + TAG_BYTES) return null
  const cipher = createCipheriv('aes-128-ecb', keys.headerKey, null)
  const mask = cipher.update(packet.subarray(numberAt + 4, numberAt + 4 + TAG_BYTES))
  const numberBytes = ((packet[0]! ^ mask[0]!) & 3) + 1
  const header = packet.slice(0, numberAt + numberBytes)
  const nonce = Uint8Array.from(keys.nonce)
  header[0] = header[0]! ^ (mask[0]! & 0x0f)
  for (let i = 0; i < numberBytes; i++) {
    header[numberAt + i] = header[numberAt + i]! ^ mask[1 + i]!
    const place = nonce.length - numberBytes + i
    nonce[place] = nonce[place]! ^ header[numberAt + i]!
  }
  const decipher = createDecipheriv('aes-128-gcm', keys.key, nonce)
  decipher.setAAD(header)
  decipher.setAuthTag(packet.subarray(packet.length - TAG_BYTES))
  const content = decipher.update(packet.subarray(numberAt + numberBytes, packet.length - TAG_BYTES))
  try {
    decipher.final()
    return content
  } catch {
    // Not authentic under these keys: a damaged packet, or one of other keys.
    return null
  }
}
