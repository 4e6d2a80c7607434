import type { Chunk, Planner } from '../../../model/decoder.ts'
import { CHUNK_BYTES } from '../../../model/decoder.ts'
import type { RecordFrame } from './record-frame.ts'
import { frameOf } from './record-frame.ts'

/** Bytes of what describes a capture that later chunks carry; pcapng's blocks of interfaces have some hundred each. */
const MAX_CONTEXT_BYTES = 65_536

/**
 * Cuts a capture between packets. Each chunk is read as a capture of its own, which begins with what describes the whole: so a connection that goes
 * on beyond a border is told in two parts. Where the capture is damaged, the rest of it is one chunk.
 */
export class CapturePlanner implements Planner {
  readonly #chunkBytes: number
  readonly #chunks: { from: number, context: string | undefined }[] = [{ from: 0, context: undefined }]
  /** Bytes seen, and where the next record starts. */
  #seen = 0
  #next = 0
  #frame: RecordFrame | null = null
  #head = Buffer.alloc(0)
  #context: Buffer[] = []
  #contextBytes = 0
  #whole = false

  constructor(chunkBytes = CHUNK_BYTES) {
    this.#chunkBytes = chunkBytes
  }

  push(block: Uint8Array): void {
    const start = this.#seen
    this.#seen += block.length
    while (!this.#whole && this.#next + this.#head.length < this.#seen) {
      const wanted = this.#frame?.wanted(this.#head) ?? FILE_HEAD_BYTES
      const at = this.#next + this.#head.length - start
      this.#head = Buffer.concat([this.#head, block.subarray(at, at + wanted - this.#head.length)])
      if (this.#head.length < wanted) return
      // Of a long head the length is known only when its first bytes are.
      if (this.#frame !== null && this.#frame.wanted(this.#head) > wanted) continue
      this.#take()
    }
  }

  end(): Chunk[] {
    return this.#chunks.map(({ from, context }, number) => (
      { number, from, to: this.#chunks[number + 1]?.from ?? this.#seen, firstRecord: 0, ...(context !== undefined && { context }) }
    ))
  }

  /** A whole head of the file or of a record is there. */
  #take(): void {
    const head = this.#head
    this.#head = Buffer.alloc(0)
    if (this.#frame === null) {
      this.#frame = frameOf(head)
      if (this.#frame === null) this.#whole = true
      else this.#next += this.#frame.fileHeadBytes
      if (this.#frame !== null && this.#frame.fileHeadBytes > 0) this.#keep(head.subarray(0, this.#frame.fileHeadBytes))
      return
    }
    const record = this.#frame.read(head)
    if (record === null || (record.kind === 'description' && !this.#describe(record.section, head))) {
      this.#whole = true
      return
    }
    if (record.kind === 'packet' && this.#next + record.bytes - this.#chunks.at(-1)!.from > this.#chunkBytes && this.#next > this.#chunks.at(-1)!.from) {
      this.#chunks.push({ from: this.#next, context: Buffer.concat(this.#context).toString('base64') })
    }
    this.#next += record.bytes
  }

  /** False where there is no room. */
  #describe(section: boolean, bytes: Uint8Array): boolean {
    if (section) {
      this.#context = []
      this.#contextBytes = 0
    }
    return this.#keep(bytes)
  }

  #keep(bytes: Uint8Array): boolean {
    this.#contextBytes += bytes.length
    if (this.#contextBytes > MAX_CONTEXT_BYTES) return false
    this.#context.push(Buffer.from(bytes))
    return true
  }
}

/** From which the format is told. */
const FILE_HEAD_BYTES = 24
