import { ByteCursor } from './byte-cursor.ts'
import type { QuicVersion } from './quic-keys.ts'
import { quicVersion } from './quic-keys.ts'

/** RFC 9000, section 17.2: of version 1 and 2 at most 20 bytes. */
const MAX_ID_BYTES = 20

/** An Initial packet (RFC 9000, section 17.2.2), still protected. */
export interface InitialPacket {
  readonly version: QuicVersion
  readonly destinationId: Uint8Array
  readonly sourceId: Uint8Array
  /** From its first byte to its end. */
  readonly bytes: Uint8Array
  /** Where in them the packet number starts. */
  readonly numberAt: number
}

/** A piece of the handshake (RFC 9000, section 19.6). */
export interface CryptoFrame {
  readonly offset: number
  readonly bytes: Uint8Array
}

/** The Initial packets of a datagram, which may hold several; none when it is not QUIC of a known version. */
export function initialPackets(datagram: Uint8Array): InitialPacket[] {
  const packets: InitialPacket[] = []
  let rest = datagram
  for (;;) {
    const packet = readInitial(rest)
    if (packet === null) return packets
    packets.push(packet)
    rest = rest.subarray(packet.bytes.length)
  }
}

function readInitial(bytes: Uint8Array): InitialPacket | null {
  const cursor = new ByteCursor(bytes)
  const first = cursor.uint8()
  if ((first & 0xc0) !== 0xc0) return null
  const version = quicVersion(cursor.uint32())
  if (version === null || ((first >> 4) & 3) !== version.initialType) return null
  const destinationId = cursor.take(cursor.uint8())
  const sourceId = cursor.take(cursor.uint8())
  cursor.take(variable(cursor))
  const length = variable(cursor)
  const numberAt = cursor.at
  cursor.take(length)
  if (cursor.failed || destinationId.length > MAX_ID_BYTES || sourceId.length > MAX_ID_BYTES) return null
  return { version, destinationId, sourceId, bytes: bytes.subarray(0, cursor.at), numberAt }
}

/** The pieces of the handshake in an opened Initial packet; it may hold nothing else but padding, pings, acknowledgements and a close. */
export function cryptoFrames(content: Uint8Array): CryptoFrame[] {
  const cursor = new ByteCursor(content)
  const frames: CryptoFrame[] = []
  while (cursor.left > 0 && !cursor.failed) {
    const type = cursor.uint8()
    if (type === 2 || type === 3) skipAcknowledgement(cursor, type === 3)
    else if (type === 6) {
      const offset = variable(cursor)
      const bytes = cursor.take(variable(cursor))
      if (!cursor.failed) frames.push({ offset, bytes })
    } else if (type > 1) break
  }
  return frames
}

function skipAcknowledgement(cursor: ByteCursor, hasCounts: boolean): void {
  variable(cursor)
  variable(cursor)
  for (let left = 2 * variable(cursor) + 1; left > 0 && !cursor.failed; left--) variable(cursor)
  if (hasCounts) for (let left = 3; left > 0; left--) variable(cursor)
}

/** A number of one, two, four or eight bytes (RFC 9000, section 16). */
function variable(cursor: ByteCursor): number {
  const first = cursor.uint8()
  let value = first & 0x3f
  for (let left = (1 << (first >> 6)) - 1; left > 0; left--) value = value * 256 + cursor.uint8()
  return value
}
