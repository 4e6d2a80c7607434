import type { Chunk, Planner } from '../../model/decoder.ts'
import { CHUNK_BYTES, CHUNK_RECORDS } from '../../model/decoder.ts'
import { ChunkAssembler, firstChunkOf } from './chunk-assembler.ts'
import type { Piece } from './chunk-assembler.ts'
import { findSlack, walkChunk } from './chunk-walk.ts'
import { CHUNK_SIGNATURE } from './layout.ts'

/** The number of the first deleted record of a chunk that this planner cut. */
export function firstRecovered({ context }: Chunk): number {
  return Number(context ?? 0)
}

/**
 * Cuts between 64 KiB chunks and counts their records by walking over them. Live records are numbered through the file; deleted ones, which
 * not everybody wants, follow after the last live one, so that they change no number: a chunk's context is the number of its first.
 */
export class EvtxPlanner implements Planner {
  #assembler: ChunkAssembler | null = null
  /** The first bytes, while they are too few to tell where the chunks begin. */
  #start: Buffer = Buffer.alloc(0)
  readonly #chunks: { from: number; to: number; live: number; slack: number }[] = []

  push(block: Uint8Array): void {
    if (this.#assembler !== null) return this.#take(this.#assembler.push(block))
    this.#start = Buffer.concat([this.#start, block])
    if (this.#start.length >= CHUNK_SIGNATURE.length) this.#begin()
  }

  end(): readonly Chunk[] {
    const last = (this.#assembler ?? this.#begin()).end()
    if (last !== null) this.#take([last])
    let firstRecord = 0
    let firstSlack = this.#chunks.reduce((sum, { live }) => sum + live, 0)
    return this.#chunks.map(({ from, to, live, slack }, number) => {
      const chunk = { number, from, to, firstRecord, context: String(firstSlack) }
      firstRecord += live
      firstSlack += slack
      return chunk
    })
  }

  #begin(): ChunkAssembler {
    this.#assembler = new ChunkAssembler(firstChunkOf(this.#start), 0)
    this.#take(this.#assembler.push(this.#start))
    return this.#assembler
  }

  #take(pieces: Iterable<Piece>): void {
    for (const { offset, bytes } of pieces) {
      const isHeader = offset === 0 && firstChunkOf(bytes) > 0
      const walk = isHeader ? null : walkChunk(bytes)
      this.#add(offset + bytes.length, walk?.live.length ?? 0, walk === null ? 0 : findSlack(bytes, walk).length)
    }
  }

  /** The piece that ends at `to` joins the chunk being filled while there is room. */
  #add(to: number, live: number, slack: number): void {
    const last = this.#chunks.at(-1)
    if (last !== undefined && to - last.from <= CHUNK_BYTES && last.live + last.slack + live + slack <= CHUNK_RECORDS) {
      last.to = to
      last.live += live
      last.slack += slack
    } else {
      this.#chunks.push({ from: last?.to ?? 0, to, live, slack })
    }
  }
}
