import { mkdirSync, openSync, closeSync, readFileSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, crc32 } from 'node:zlib'
import { CHUNK_SIGNATURE, EVTX_CHUNK_BYTES, FILE_BLOCK_BYTES, FILE_HEADER, FILE_HEADER_BYTES, startsWith } from '../src/observe/evtx/layout.ts'
import { testData, testFiles } from '../test/test-data.ts'

/** What is to be ingested. */
export interface Input {
  readonly paths: readonly string[]
  readonly bytes: number
}

/** By name: writes about so many events into a folder. */
export const INPUTS: Readonly<Record<string, (folder: string, events: number) => Input>> = {
  lanes: (folder, events) => jsonLines(folder, events, [testData('sigma/lanes/structured_windows.ndjson.gz')]),
  'windows-json': (folder, events) => jsonLines(folder, events, testFiles('windows-json', '.json.gz')),
  'evtx, one file': largeEvtx,
  'evtx, small files': smallEvtx,
}

const WRITE_BYTES = 8 * 1_048_576

/** The records again and again with other times and process numbers, so that no two are equal. */
function jsonLines(folder: string, events: number, files: readonly string[]): Input {
  const records = files.flatMap(file => gunzipSync(readFileSync(file)).toString().trimEnd().split('\n'))
  const path = join(folder, 'events.json')
  const file = openSync(path, 'w')
  let bytes = 0
  let text = ''
  for (let n = 0; n < events; n++) {
    const round = Math.floor(n / records.length)
    // The seconds of every time, and the number of each process.
    text += `${records[n % records.length]!.replace(/(\d\d:\d\d:)\d\d/g, `$1${String(round % 60).padStart(2, '0')}`).replace(/("ProcessId":"?)/, `$1${round + 1}`)}\n`
    if (text.length < WRITE_BYTES && n < events - 1) continue
    bytes += writeSync(file, text)
    text = ''
  }
  closeSync(file)
  return { paths: [path], bytes }
}

/** Used chunks of all files, repeated, as one file: a quarter of a gigabyte of it holds 66,000 records. */
function largeEvtx(folder: string, events: number): Input {
  const sources = testFiles('evtx', '.evtx').map(file => readFileSync(file))
  const chunks = sources.flatMap(usedChunks)
  const header = Buffer.from(sources[0]!.subarray(0, FILE_BLOCK_BYTES))
  const records = chunks.reduce((sum, chunk) => sum + recordsOf(chunk), 0)
  const repeats = Math.ceil(events / records)
  header.writeBigUInt64LE(BigInt(chunks.length * repeats - 1), 16)
  header.writeUInt16LE(Math.min(0xffff, chunks.length * repeats), 42)
  header.writeUInt32LE(crc32(header.subarray(0, FILE_HEADER.checkedBytes)), FILE_HEADER.checksum)
  const path = join(folder, 'large.evtx')
  const file = openSync(path, 'w')
  let bytes = writeSync(file, header)
  const once = Buffer.concat(chunks)
  for (let n = 0; n < repeats; n++) bytes += writeSync(file, once)
  closeSync(file)
  return { paths: [path], bytes }
}

/** Copies of all files, each with another number in the unused part of its header. */
function smallEvtx(folder: string, events: number): Input {
  const sources = testFiles('evtx', '.evtx').map(file => readFileSync(file))
  const records = sources.flatMap(usedChunks).reduce((sum, chunk) => sum + recordsOf(chunk), 0)
  const path = join(folder, 'small')
  mkdirSync(path)
  let bytes = 0
  for (let round = 0; round < Math.ceil(events / records); round++) {
    for (const [index, source] of sources.entries()) {
      source.writeUInt32LE(round + 1, FILE_HEADER_BYTES)
      writeFileSync(join(path, `${round}-${index}.evtx`), source)
      bytes += source.length
    }
  }
  return { paths: [path], bytes }
}

function usedChunks(bytes: Buffer): Buffer[] {
  const chunks: Buffer[] = []
  for (let at = FILE_BLOCK_BYTES; at + EVTX_CHUNK_BYTES <= bytes.length; at += EVTX_CHUNK_BYTES) {
    const chunk = bytes.subarray(at, at + EVTX_CHUNK_BYTES)
    if (startsWith(chunk, CHUNK_SIGNATURE)) chunks.push(chunk)
  }
  return chunks
}

/** As its header says: first and last number of its records in the file. */
function recordsOf(chunk: Buffer): number {
  return Number(chunk.readBigUInt64LE(16) - chunk.readBigUInt64LE(8)) + 1
}
