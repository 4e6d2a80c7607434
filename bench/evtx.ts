/**
 * Our EVTX reader beside the npm reader `winevtx` and Debian's `evtxexport` (package libevtx-utils), one core each, to complete records:
 * ours as evtx_dump's nested objects and as detection's flat fields, winevtx's as its objects, evtxexport's as its text.
 *
 *     node bench/evtx.ts [FILE|DIRECTORY]...
 *
 * The used chunks of all files that the three can read are joined to one large file, so that neither start-up nor empty chunks count.
 * Measured in turns, after warm-up, in seconds of processor time of all threads (garbage collection too), which waiting for a core does
 * not spoil; the figure is the best round.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { parseEvtxFile } from 'winevtx'
import { decodeEvtxChunk } from '../src/observe/evtx/decode-evtx-chunk.ts'
import type { EvtxRecord } from '../src/observe/evtx/decode-evtx-chunk.ts'
import { flatEvent } from '../src/observe/evtx/flat-event.ts'
import { CHUNK_SIGNATURE, EVTX_CHUNK_BYTES, FILE_BLOCK_BYTES, FILE_HEADER, startsWith } from '../src/observe/evtx/layout.ts'
import { nestedEvent } from '../src/observe/evtx/nested-event.ts'
import { testData } from '../test/test-data.ts'

const ROUNDS = 9
const WARM_UP_ROUNDS = 3
/** Enough that evtxexport runs for seconds. */
const LARGE_FILE_BYTES = 64 * 1024 * 1024


interface Reader {
  readonly name: string
  /** How many complete records it makes of the file. */
  read(file: InputFile): number
}

/** Processor time of all children so far. */
let childSeconds = 0

interface InputFile {
  readonly path: string
  readonly bytes: Buffer
  readonly usedBytes: number
}

const readers: readonly Reader[] = [
  { name: 'noroshi, flat fields', read: ({ bytes }) => readOurs(bytes, record => flatEvent(record.content)) },
  { name: 'noroshi, nested', read: ({ bytes }) => readOurs(bytes, record => nestedEvent(record.content)) },
  { name: 'winevtx', read: ({ bytes }) => parseEvtxFile(bytes).reduce(count => count + 1, 0) },
  { name: 'evtxexport', read: exportRecords },
]

const directory = mkdtempSync(join(tmpdir(), 'noroshi-bench-'))
try {
  const given = process.argv.slice(2)
  const files = (given.length > 0 ? given : [testData('evtx'), testData('sigma/regression')]).flatMap(evtxFiles).map(inputFile)
  const shared = files.filter(isReadByAll)
  console.log(`${files.length} files; ${shared.length} are read by all`)
  compare('these files, one by one', shared)
  compare('their used chunks, repeated, as one file', [joinedFile(shared)])
} finally {
  rmSync(directory, { recursive: true })
}

function compare(title: string, files: readonly InputFile[]): void {
  const used = files.reduce((sum, { usedBytes }) => sum + usedBytes, 0)
  const records = files.reduce((sum, file) => sum + readers[0]!.read(file), 0)
  const seconds = new Map(readers.map(reader => [reader, [] as number[]]))
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    for (const reader of rotated(readers, round + WARM_UP_ROUNDS)) {
      const start = processorSeconds()
      for (const file of files) reader.read(file)
      if (round >= 0) seconds.get(reader)!.push(processorSeconds() - start)
    }
  }
  console.log(`\n${title}: ${records} records, ${(used / 1e6).toFixed(1)} MB of used chunks`)
  for (const reader of readers) {
    const best = Math.min(...seconds.get(reader)!)
    const ratios = readers.slice(2).map(peer => `${(Math.min(...seconds.get(peer)!) / best).toFixed(2)} × ${peer.name}`)
    const rates = [`${Math.round(records / best)} records/s`, `${(used / 1e6 / best).toFixed(1)} MB/s`].map(text => text.padStart(17))
    console.log(`  ${reader.name.padEnd(21)}${rates.join('')}   ${ratios.join('  ')}`)
  }
}

function readOurs(bytes: Buffer, build: (record: EvtxRecord) => unknown): number {
  let count = 0
  const sink = {
    record(record: EvtxRecord | null) {
      if (record !== null && build(record) !== null) count++
    },
    error() {},
  }
  for (let at = FILE_BLOCK_BYTES; at < bytes.length; at += EVTX_CHUNK_BYTES) {
    decodeEvtxChunk(bytes.subarray(at, at + EVTX_CHUNK_BYTES), at, sink)
  }
  return count
}

/** Its output goes nowhere; -1 when it fails. The shell's `times` ends with the user and system time of its children: `0m1.234s 0m0.056s`. */
function exportRecords({ path }: InputFile): number {
  const script = 'evtxexport "$1" >/dev/null 2>&1; status=$?; times; exit $status'
  const { status, stdout } = spawnSync('bash', ['-c', script, 'bash', path], { encoding: 'utf8' })
  for (const [, minutes, seconds] of (stdout.trim().split('\n').at(-1) ?? '').matchAll(/(\d+)m([\d.]+)s/g)) {
    childSeconds += 60 * Number(minutes) + Number(seconds)
  }
  return status === 0 ? 1 : -1
}

function processorSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6 + childSeconds
}

function isReadByAll(file: InputFile): boolean {
  try {
    return readers[2]!.read(file) === readers[1]!.read(file) && exportRecords(file) > 0
  } catch {
    return false
  }
}

function evtxFiles(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path]
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' })
  return names.filter(name => name.endsWith('.evtx')).sort().map(name => join(path, name))
}

function inputFile(path: string): InputFile {
  const bytes = readFileSync(path)
  return { path, bytes, usedBytes: usedChunks(bytes).length * EVTX_CHUNK_BYTES }
}

function usedChunks(bytes: Buffer): Buffer[] {
  const chunks: Buffer[] = []
  for (let at = FILE_BLOCK_BYTES; at + EVTX_CHUNK_BYTES <= bytes.length; at += EVTX_CHUNK_BYTES) {
    const chunk = bytes.subarray(at, at + EVTX_CHUNK_BYTES)
    if (startsWith(chunk, CHUNK_SIGNATURE)) chunks.push(chunk)
  }
  return chunks
}

function joinedFile(files: readonly InputFile[]): InputFile {
  const once = files.flatMap(({ bytes }) => usedChunks(bytes))
  const repeats = Math.ceil(LARGE_FILE_BYTES / (once.length * EVTX_CHUNK_BYTES))
  const chunks = Array.from({ length: repeats }, () => once).flat()
  const header = Buffer.from(files[0]!.bytes.subarray(0, FILE_BLOCK_BYTES))
  header.writeBigUInt64LE(BigInt(chunks.length - 1), 16)
  header.writeUInt16LE(chunks.length, 42)
  header.writeUInt32LE(crc32(header.subarray(0, FILE_HEADER.checkedBytes)), FILE_HEADER.checksum)
  const path = join(directory, 'joined.evtx')
  writeFileSync(path, Buffer.concat([header, ...chunks]))
  return inputFile(path)
}

/** So that no reader always follows the same other one. */
function rotated<T>(items: readonly T[], by: number): T[] {
  return items.map((_, index) => items[(index + by) % items.length]!)
}
