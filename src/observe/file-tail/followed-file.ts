import type { FileHandle } from 'node:fs/promises'
import { LF } from '../../pipeline/collect/segment.ts'
import type { StreamSpool } from '../../pipeline/collect/stream-spool.ts'
import { HEAD_BYTES, LINE_BYTES, READ_BYTES } from './defaults.ts'
import { fileOf, headOf, placeText } from './file-place.ts'

/** An open file that is read to its end, again and again. */
export class FollowedFile {
  readonly path: string
  /** Device and number. */
  readonly file: string
  readonly #handle: FileHandle
  #offset: number
  #headBytes = 0
  #head = ''

  /** @param offset where to go on */
  static async of(path: string, handle: FileHandle, offset: number): Promise<FollowedFile> {
    return new FollowedFile(path, handle, fileOf(await handle.stat({ bigint: true })), offset)
  }

  private constructor(path: string, handle: FileHandle, file: string, offset: number) {
    this.path = path
    this.file = file
    this.#handle = handle
    this.#offset = offset
  }

  /** Whether something is to be read, also because it was cut and is written anew. */
  async hasMore(size: number): Promise<boolean> {
    if (size < this.#offset || (size === this.#offset && await this.#isAnother())) this.#restart()
    return size > this.#offset
  }

  /**
   * Keeps all whole lines that are there.
   *
   * @param isLast it is written no longer: what stands behind the last line end is a record too
   * @throws the signal's reason; what the file system says
   */
  async readOn(spool: StreamSpool, signal: AbortSignal, isLast = false): Promise<void> {
    for (;;) {
      if (await this.#isAnother()) this.#restart()
      const most = Math.max(READ_BYTES, this.#waitingBytes)
      const { buffer, bytesRead } = await this.#handle.read({ buffer: Buffer.allocUnsafe(most), position: this.#offset })
      const block = buffer.subarray(0, bytesRead)
      const end = block.lastIndexOf(LF) + 1
      if (end > 0) await this.#keep(spool, signal, block.subarray(0, end), end)
      else if (bytesRead >= LINE_BYTES) {
        spool.meter.refuse(`${this.path}: a line of more than ${LINE_BYTES} bytes was divided`)
        await this.#keep(spool, signal, withLineEnd(block.subarray(0, LINE_BYTES)), LINE_BYTES)
      } else if (bytesRead === most && most < LINE_BYTES) this.#waitingBytes = Math.min(LINE_BYTES, most * 2)
      else if (isLast && bytesRead > 0) await this.#keep(spool, signal, withLineEnd(block), bytesRead)
      else return
    }
  }

  close(): Promise<void> {
    return this.#handle.close()
  }

  /** Bytes to be read at once, because a line is longer than usual. */
  #waitingBytes = 0

  async #keep(spool: StreamSpool, signal: AbortSignal, lines: Buffer, read: number): Promise<void> {
    if (this.#headBytes < HEAD_BYTES) {
      const { headBytes, head } = await headOf(this.#handle)
      this.#headBytes = headBytes
      this.#head = head
    }
    const at = placeText({ offset: this.#offset + read, headBytes: this.#headBytes, head: this.#head })
    await spool.append({ lines: [lines], count: countLines(lines), received: Date.now() * 1_000, transport: 'file', sender: null, mark: { of: this.file, at, name: this.path } }, signal)
    this.#offset += read
    this.#waitingBytes = 0
  }

  /** It was cut and something else written into it, as `copytruncate` does. */
  async #isAnother(): Promise<boolean> {
    if (this.#headBytes === 0) return false
    const { headBytes, head } = await headOf(this.#handle, this.#headBytes)
    return headBytes < this.#headBytes || head !== this.#head
  }

  #restart(): void {
    this.#offset = 0
    this.#headBytes = 0
  }
}

function withLineEnd(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.of(LF)])
}

function countLines(lines: Buffer): number {
  let count = 0
  for (let at = lines.indexOf(LF); at >= 0; at = lines.indexOf(LF, at + 1)) count++
  return count
}
