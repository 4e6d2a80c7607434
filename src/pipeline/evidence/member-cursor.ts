import type { Blocks } from './blocks.ts'
import type { MemberLocator } from './member-locator.ts'
import type { OnReadError } from './open-member.ts'
import { openMember } from './open-member.ts'

/** A place in a member that can only be read from its start; ranges in rising order are read in one pass. */
export class MemberCursor {
  readonly #blocks: Blocks
  #held: Uint8Array = new Uint8Array(0)
  /** Where the next byte comes from. */
  position = 0

  /** @param bytes where the member ends: nothing behind it is looked at */
  constructor(locator: MemberLocator, bytes: number, onError: OnReadError) {
    this.#blocks = openMember(locator, 0, bytes, onError)
  }

  /** The bytes [from, to); `from` must not lie before the position. */
  async* read(from: number, to: number): Blocks {
    if (from >= to) return
    while (this.position < to) {
      if (this.#held.length === 0) {
        const { done, value } = await this.#blocks.next()
        if (done === true) return
        this.#held = value
      }
      const skipping = this.position < from
      const block = this.#held.subarray(0, (skipping ? from : to) - this.position)
      this.#held = this.#held.subarray(block.length)
      this.position += block.length
      if (!skipping) yield block
    }
  }

  async close(): Promise<void> {
    await this.#blocks.return()
  }
}
