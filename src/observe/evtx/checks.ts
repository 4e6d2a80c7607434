import { crc32 } from 'node:zlib'
import { Damage } from './damage.ts'
import {
  CHUNK_HEADER, CHUNK_HEADER_BYTES, CHUNK_SIGNATURE, EVTX_CHUNK_BYTES, FILE_HEADER, FILE_HEADER_BYTES, FILE_SIGNATURE, startsWith,
} from './layout.ts'

/** What is wrong with a file header, of which `block` holds what there is. */
export function checkFileHeader(block: Buffer): Damage[] {
  if (block.length < FILE_HEADER_BYTES) return [new Damage(0, 'the file ends within its header')]
  if (!startsWith(block, FILE_SIGNATURE)) return [new Damage(0, 'the file header has no signature')]
  const damage: Damage[] = []
  const major = block.readUInt16LE(FILE_HEADER.majorVersion)
  if (major !== 3) damage.push(new Damage(FILE_HEADER.majorVersion, `the format's version is ${major}, and 3 is known`))
  if (crc32(block.subarray(0, FILE_HEADER.checkedBytes)) !== block.readUInt32LE(FILE_HEADER.checksum)) {
    damage.push(new Damage(FILE_HEADER.checksum, 'the file header\'s checksum is wrong'))
  }
  return damage
}

/** What is wrong with a chunk as a whole. A chunk that was never written is all zero, and nothing is wrong with it. */
export function checkChunk(chunk: Buffer): Damage[] {
  if (!startsWith(chunk, CHUNK_SIGNATURE)) return isZero(chunk) ? [] : [new Damage(0, 'the chunk has no signature')]
  if (chunk.length < EVTX_CHUNK_BYTES) return [new Damage(chunk.length, 'the file ends within a chunk')]
  const damage: Damage[] = []
  if (headerChecksum(chunk) !== chunk.readUInt32LE(CHUNK_HEADER.checksum)) {
    damage.push(new Damage(CHUNK_HEADER.checksum, 'the chunk header\'s checksum is wrong'))
  }
  const freeSpace = chunk.readUInt32LE(CHUNK_HEADER.freeSpace)
  if (freeSpace < CHUNK_HEADER_BYTES || freeSpace > EVTX_CHUNK_BYTES) {
    damage.push(new Damage(CHUNK_HEADER.freeSpace, `the chunk's free space cannot begin at ${freeSpace}`))
  } else if (crc32(chunk.subarray(CHUNK_HEADER_BYTES, freeSpace)) !== chunk.readUInt32LE(CHUNK_HEADER.recordsChecksum)) {
    damage.push(new Damage(CHUNK_HEADER.recordsChecksum, 'the checksum of the chunk\'s records is wrong'))
  }
  return damage
}

function headerChecksum(chunk: Buffer): number {
  const first = crc32(chunk.subarray(0, CHUNK_HEADER.checkedBytes))
  return crc32(chunk.subarray(CHUNK_HEADER.tables, CHUNK_HEADER_BYTES), first)
}

const ZEROS = Buffer.alloc(EVTX_CHUNK_BYTES)

function isZero(bytes: Buffer): boolean {
  return bytes.equals(ZEROS.subarray(0, bytes.length))
}
