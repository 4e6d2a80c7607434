/**
 * Copies of Windows event logs, each with record numbers and times of its own, joined to larger logs as if one machine had written them: the
 * input of benchmarks that need millions of records.
 */
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { walkChunk } from '../src/observe/evtx/chunk-walk.ts'
import {
  CHUNK_HEADER, CHUNK_HEADER_BYTES, CHUNK_SIGNATURE, EVTX_CHUNK_BYTES, FILE_BLOCK_BYTES, FILE_HEADER, FILE_HEADER_BYTES,
  FILE_SIGNATURE, RECORD_HEADER_BYTES, startsWith, TEMPLATE_HEADER_BYTES, TEMPLATE_SIZE_OFFSET, TOKEN, VALUE,
} from '../src/observe/evtx/layout.ts'

/** What was written. */
export interface EvtxCopies {
  readonly records: number
  readonly bytes: number
  readonly files: number
}

export interface CopyOptions {
  /** At least so many records are written. */
  readonly records: number
  /** By how much the times of a copy are later than those of the copy before, in seconds. */
  readonly shiftSeconds: number
}

/** Writes copies of all given logs into a folder, in files of about so many bytes as Windows keeps where an administrator wants logs kept. */
export function writeEvtxCopies(sources: readonly string[], folder: string, { records, shiftSeconds }: CopyOptions): EvtxCopies {
  const chunks = sources.flatMap(source => usedChunks(readFileSync(source))).map(analysedChunk)
  const written = { records: 0, bytes: 0, files: 0 }
  for (let copy = 0; written.records < records; written.files++) {
    const file = new LogFile(join(folder, `copies-${written.files}.evtx`))
    for (; written.records < records && file.bytes < FILE_BYTES; copy++) {
      const shift = BigInt(copy) * BigInt(shiftSeconds) * TICKS_PER_SECOND
      for (const chunk of chunks) {
        file.add(copiedChunk(chunk, BigInt(written.records + 1), shift))
        written.records += chunk.records.length
      }
    }
    written.bytes += file.end()
  }
  return written
}

const FILE_BYTES = 400 * 1024 * 1024
/** FILETIME counts in 100 ns. */
const TICKS_PER_SECOND = 10_000_000n

/** Offsets of the numbers of a chunk's first and last record, in the file and in the log. */
const RECORD_NUMBERS = { first: [8, 24], last: [16, CHUNK_HEADER.lastRecordId] } as const
/** Of a record. */
const NUMBER_OFFSET = 8
const TIME_OFFSET = 16

/** A chunk, and where in it the numbers and times of its records stand. */
interface AnalysedChunk {
  readonly bytes: Buffer
  readonly records: readonly { readonly numbers: readonly number[], readonly times: readonly number[] }[]
}

function analysedChunk(bytes: Buffer): AnalysedChunk {
  return { bytes, records: walkChunk(bytes).live.map(({ from }) => placesIn(bytes, from)) }
}

/** In a record's header, and in the values of its outermost template: its number as unsigned integer, its time as FILETIME. */
function placesIn(bytes: Buffer, record: number): { numbers: number[], times: number[] } {
  const numbers = [record + NUMBER_OFFSET]
  const times = [record + TIME_OFFSET]
  let at = record + RECORD_HEADER_BYTES
  if (bytes[at] === TOKEN.fragmentHeader) at += 4
  if (bytes[at] !== TOKEN.templateInstance) return { numbers, times }
  const definition = bytes.readUInt32LE(at + 6)
  at += 10
  if (definition === at) at += TEMPLATE_HEADER_BYTES + bytes.readUInt32LE(at + TEMPLATE_SIZE_OFFSET)
  const slots = bytes.readUInt32LE(at)
  const number = bytes.readBigUInt64LE(record + NUMBER_OFFSET)
  let value = at + 4 + 4 * slots
  for (let slot = 0; slot < slots; slot++) {
    const size = bytes.readUInt16LE(at + 4 + 4 * slot)
    const type = bytes[at + 6 + 4 * slot]
    if (type === VALUE.uint64 && size === 8 && bytes.readBigUInt64LE(value) === number) numbers.push(value)
    if (type === VALUE.filetime && size === 8) times.push(value)
    value += size
  }
  return { numbers, times }
}

function copiedChunk({ bytes, records }: AnalysedChunk, firstNumber: bigint, shift: bigint): Buffer {
  const copy = Buffer.from(bytes)
  for (const [index, { numbers, times }] of records.entries()) {
    for (const at of numbers) copy.writeBigUInt64LE(firstNumber + BigInt(index), at)
    for (const at of times) copy.writeBigUInt64LE(BigInt.asUintN(64, bytes.readBigUInt64LE(at) + shift), at)
  }
  for (const at of RECORD_NUMBERS.first) copy.writeBigUInt64LE(firstNumber, at)
  for (const at of RECORD_NUMBERS.last) copy.writeBigUInt64LE(firstNumber + BigInt(records.length - 1), at)
  copy.writeUInt32LE(crc32(copy.subarray(CHUNK_HEADER_BYTES, copy.readUInt32LE(CHUNK_HEADER.freeSpace))), CHUNK_HEADER.recordsChecksum)
  const headerStart = crc32(copy.subarray(0, CHUNK_HEADER.checkedBytes))
  copy.writeUInt32LE(crc32(copy.subarray(CHUNK_HEADER.tables, CHUNK_HEADER_BYTES), headerStart), CHUNK_HEADER.checksum)
  return copy
}

/** Chunks that hold records; what follows them in a log was made room for and never written. */
function usedChunks(bytes: Buffer): Buffer[] {
  const chunks: Buffer[] = []
  for (let at = FILE_BLOCK_BYTES; at + EVTX_CHUNK_BYTES <= bytes.length; at += EVTX_CHUNK_BYTES) {
    const chunk = bytes.subarray(at, at + EVTX_CHUNK_BYTES)
    if (startsWith(chunk, CHUNK_SIGNATURE) && walkChunk(chunk).live.length > 0) chunks.push(chunk)
  }
  return chunks
}

/** A log that is being written. */
class LogFile {
  readonly #file: number
  #chunks = 0

  constructor(path: string) {
    this.#file = openSync(path, 'w')
    writeSync(this.#file, Buffer.alloc(FILE_BLOCK_BYTES))
  }

  get bytes(): number {
    return FILE_BLOCK_BYTES + this.#chunks * EVTX_CHUNK_BYTES
  }

  add(chunk: Buffer): void {
    writeSync(this.#file, chunk)
    this.#chunks++
  }

  /** Writes the header; the bytes of the whole. */
  end(): number {
    writeSync(this.#file, fileHeader(this.#chunks), 0, FILE_BLOCK_BYTES, 0)
    closeSync(this.#file)
    return this.bytes
  }
}

/** The number of chunks is kept in sixteen bits, and counts on from zero in a larger file. */
function fileHeader(chunks: number): Buffer {
  const header = Buffer.alloc(FILE_BLOCK_BYTES)
  FILE_SIGNATURE.copy(header)
  header.writeBigUInt64LE(BigInt(chunks - 1), 16)
  header.writeUInt32LE(FILE_HEADER_BYTES, 32)
  header.writeUInt16LE(1, 36)
  header.writeUInt16LE(3, FILE_HEADER.majorVersion)
  header.writeUInt16LE(FILE_BLOCK_BYTES, 40)
  header.writeUInt16LE(chunks & 0xffff, 42)
  header.writeUInt32LE(crc32(header.subarray(0, FILE_HEADER.checkedBytes)), FILE_HEADER.checksum)
  return header
}
