import type { Blocks } from './blocks.ts'

/** From one who pushes blocks to one who pulls them: one block at a time, none lost when the pushing ends in an error. */
export class BlockHandover {
  #offered: Uint8Array | null = null
  #ended = false
  #failure: Error | null = null
  #wakeTaker = () => {}
  #wakeOfferer = () => {}

  /** Settled when the block was taken and the next is wanted; at once when nothing more is. */
  async offer(block: Uint8Array): Promise<void> {
    if (this.#ended) return
    this.#offered = block
    this.#wakeTaker()
    await new Promise<void>(resolve => { this.#wakeOfferer = resolve })
  }

  /** Nothing more comes, or nothing more is wanted; what was offered can still be taken. Only the first call counts. */
  end(failure: Error | null): void {
    if (this.#ended) return
    this.#ended = true
    this.#failure = failure
    this.#wakeTaker()
    this.#wakeOfferer()
  }

  /** @throws what the pushing ended in, after every block */
  async* take(): Blocks {
    while (true) {
      if (this.#offered === null && !this.#ended) await new Promise<void>(resolve => { this.#wakeTaker = resolve })
      const block = this.#offered
      this.#offered = null
      if (block === null) break
      if (block.length > 0) yield block
      this.#wakeOfferer()
    }
    if (this.#failure !== null) throw this.#failure
  }
}
