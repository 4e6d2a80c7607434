import { createHash } from 'node:crypto'
import { HEAD_BYTES } from '../src/model/decoder.ts'
import type { Chunk, DecodeError, Decoder, DecodeSettings, EvidenceFile } from '../src/model/decoder.ts'
import type { EventRow } from '../src/model/event-batch.ts'

export interface MemoryEvidenceOptions extends Partial<DecodeSettings> {
  /** How many bytes `read` hands on at once; default 65,536. Each block is overwritten after use, as the contract allows. */
  readonly blockBytes?: number
}

/** 2026-01-01: the date tests take a missing year from. */
export const TEST_DATE = Date.UTC(2026, 0, 1) * 1_000

/** Bytes in memory as an evidence. */
export function memoryEvidence(content: Uint8Array | string, options: MemoryEvidenceOptions = {}): EvidenceFile {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  const { blockBytes = 65_536, date = TEST_DATE, encoding = 'utf-8', recover = false } = options
  return {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes: bytes.length,
    head: bytes.subarray(0, HEAD_BYTES),
    settings: { date, encoding, recover },
    async* read(from, to) {
      for (let at = from; at < to; at += blockBytes) {
        const block = new Uint8Array(bytes.subarray(at, Math.min(at + blockBytes, to)))
        yield block
        block.fill(0xaa)
      }
    },
  }
}

export interface Decoded {
  readonly rows: readonly Required<Omit<EventRow, 'verbatim'>>[]
  readonly errors: readonly DecodeError[]
  readonly chunks: readonly Chunk[]
}

/** Plans the content, decodes every chunk in order, and answers all rows and errors. */
export async function decodeAll(decoder: Decoder, content: Uint8Array | string, options: MemoryEvidenceOptions = {}): Promise<Decoded> {
  const file = memoryEvidence(content, options)
  const planner = decoder.planner(file.settings)
  for await (const block of file.read(0, file.bytes)) planner.push(block)
  return decodeChunks(decoder, file, planner.end())
}

/** Decodes the given chunks in order. */
export async function decodeChunks(decoder: Decoder, file: EvidenceFile, chunks: readonly Chunk[]): Promise<Decoded> {
  const rows: Required<Omit<EventRow, 'verbatim'>>[] = []
  const errors: DecodeError[] = []
  for (const chunk of chunks) {
    for await (const batch of decoder.decode(file, chunk, { error: error => errors.push(error) })) {
      for (let i = 0; i < batch.count; i++) {
        const time = batch.time[i]!
        rows.push({
          dataset: batch.dataset[i]!,
          time: Number.isNaN(time) ? null : time,
          record: batch.record[i]!,
          offset: batch.offset[i]!,
          length: batch.length[i]!,
          ordinal: batch.ordinal[i]!,
          flags: batch.flags[i]!,
          fields: batch.fields[i]!,
        })
      }
    }
  }
  return { rows, errors, chunks }
}
