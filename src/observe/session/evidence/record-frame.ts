/** What comes next in a capture. */
export type CaptureRecord =
  | { readonly kind: 'packet' | 'other', readonly bytes: number }
  /** What packets after it need; that of a section takes the place of all before. */
  | { readonly kind: 'description', readonly bytes: number, readonly section: boolean }

/** Where the records of one format lie, by their heads. */
export interface RecordFrame {
  /** Bytes before the first record; they describe the capture. */
  readonly fileHeadBytes: number
  /** Bytes of a record's head that {@link read} needs, as far as these tell. */
  wanted(head: Uint8Array): number
  /** Null where it cannot be one. */
  read(head: Uint8Array): CaptureRecord | null
}

/** Longest description that is kept, such as an interface with its name and filter. */
const MAX_DESCRIPTION_BYTES = 16_384

/** By the first 24 bytes; null when they start no capture. */
export function frameOf(head: Uint8Array): RecordFrame | null {
  const view = viewOf(head)
  if (head.length < 24) return null
  if (view.getUint32(0) === SECTION) return new PcapngFrame()
  for (const littleEndian of [true, false]) {
    const magic = view.getUint32(0, littleEndian)
    if (magic === 0xa1b2c3d4 || magic === 0xa1b23c4d) return pcapFrame(littleEndian, 16)
    if (magic === 0xa1b2cd34) return pcapFrame(littleEndian, 24)
  }
  return null
}

/** pcap (draft-ietf-opsawg-pcap, section 5): the length kept is the third word of each packet's head. */
function pcapFrame(littleEndian: boolean, headBytes: number): RecordFrame {
  return {
    fileHeadBytes: 24,
    wanted: () => headBytes,
    read(head) {
      const kept = viewOf(head).getUint32(8, littleEndian)
      return kept > MAX_PACKET_BYTES ? null : { kind: 'packet', bytes: headBytes + kept }
    },
  }
}

/** pcapng (draft-ietf-opsawg-pcapng, section 3): blocks with type and length, in the byte order of their section. */
class PcapngFrame implements RecordFrame {
  readonly fileHeadBytes = 0
  #littleEndian = true

  wanted(head: Uint8Array): number {
    if (head.length < BLOCK_HEAD_BYTES) return BLOCK_HEAD_BYTES
    const view = viewOf(head)
    const type = view.getUint32(0, this.#littleEndian)
    if (type !== SECTION && type !== INTERFACE) return BLOCK_HEAD_BYTES
    const length = view.getUint32(4, type === SECTION ? view.getUint32(8) === SWAPPED : this.#littleEndian)
    return length <= MAX_DESCRIPTION_BYTES ? Math.max(BLOCK_HEAD_BYTES, length) : BLOCK_HEAD_BYTES
  }

  read(head: Uint8Array): CaptureRecord | null {
    const view = viewOf(head)
    const section = view.getUint32(0) === SECTION
    if (section) {
      const order = view.getUint32(8)
      if (order !== SWAPPED && order !== ORDER) return null
      this.#littleEndian = order === SWAPPED
    }
    const bytes = view.getUint32(4, this.#littleEndian)
    if (bytes < BLOCK_HEAD_BYTES || bytes % 4 !== 0) return null
    const type = view.getUint32(0, this.#littleEndian)
    if (type !== SECTION && type !== INTERFACE) return { kind: type === 6 || type === 3 || type === 2 ? 'packet' : 'other', bytes }
    return bytes > MAX_DESCRIPTION_BYTES ? null : { kind: 'description', bytes, section }
  }
}

const BLOCK_HEAD_BYTES = 12
const SECTION = 0x0a0d0d0a
const INTERFACE = 1
const ORDER = 0x1a2b3c4d
const SWAPPED = 0x4d3c2b1a

/** Beyond what any link carries: a damaged length. */
const MAX_PACKET_BYTES = 16_777_216

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
}
