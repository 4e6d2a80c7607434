import type { EvidenceFile } from '../../model/decoder.ts'
import { ChunkAssembler, firstChunkOf } from './chunk-assembler.ts'
import { checkFileHeader } from './checks.ts'
import type { EvtxChunkSink } from './decode-evtx-chunk.ts'
import { decodeEvtxChunk } from './decode-evtx-chunk.ts'

/**
 * Reads the bytes [from, to) of an EVTX file, which begin and end where a 64 KiB chunk does or the file. Answers after each chunk, when
 * all of it has been given to the sink. Memory: one chunk.
 */
export async function* readEvtx(file: EvidenceFile, from: number, to: number, sink: EvtxChunkSink): AsyncIterable<void> {
  const firstChunk = firstChunkOf(file.head)
  const assembler = new ChunkAssembler(firstChunk, from)
  for await (const block of file.read(from, to)) {
    for (const { offset, bytes } of assembler.push(block)) {
      decodePiece(offset, bytes)
      yield
    }
  }
  const last = assembler.end()
  if (last !== null) decodePiece(last.offset, last.bytes)
  yield

  function decodePiece(offset: number, bytes: Buffer): void {
    if (offset >= firstChunk) decodeEvtxChunk(bytes, offset, sink)
    else for (const { position, message } of checkFileHeader(bytes)) sink.error({ offset: position, reason: message })
  }
}
