import { closeSync, constants, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs'

/** Blocks on their way into the store, written one after another; a file comes to be with the first. */
export class SpoolFile {
  readonly #path: string
  readonly #prepare: (path: string) => void
  #handle: number | null = null
  #length = 0

  /** @param prepare called before the file is opened; what it puts there is written over */
  constructor(path: string, prepare: (path: string) => void = () => {}) {
    this.#path = path
    this.#prepare = prepare
  }

  /** @throws what the file system says; a full disk too */
  append(block: Uint8Array | null): void {
    if (block === null) return
    this.#handle ??= this.#open()
    for (let written = 0; written < block.length;) written += writeSync(this.#handle, block, written)
    this.#length += block.length
  }

  /** The path; null when nothing was written. */
  close(): string | null {
    if (this.#handle === null) return null
    ftruncateSync(this.#handle, this.#length)
    this.#end(this.#handle)
    return this.#path
  }

  remove(): void {
    if (this.#handle !== null) this.#end(this.#handle)
    rmSync(this.#path, { force: true })
  }

  #open(): number {
    this.#prepare(this.#path)
    return openSync(this.#path, constants.O_WRONLY | constants.O_CREAT, 0o600)
  }

  #end(handle: number): void {
    closeSync(handle)
    this.#handle = null
    this.#length = 0
  }
}
