import { closeSync, openSync, rmSync, writeSync } from 'node:fs'

/** Blocks on their way into the store, written one after another; a file comes to be with the first. */
export class SpoolFile {
  readonly #path: string
  #handle: number | null = null

  constructor(path: string) {
    this.#path = path
  }

  /** @throws what the file system says; a full disk too */
  append(block: Uint8Array | null): void {
    if (block === null) return
    this.#handle ??= openSync(this.#path, 'w', 0o600)
    for (let written = 0; written < block.length;) written += writeSync(this.#handle, block, written)
  }

  /** The path; null when nothing was written. */
  close(): string | null {
    if (this.#handle === null) return null
    closeSync(this.#handle)
    this.#handle = null
    return this.#path
  }

  remove(): void {
    this.close()
    rmSync(this.#path, { force: true })
  }
}
