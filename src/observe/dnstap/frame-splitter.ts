import { CONTROL_BYTES, FRAME_BYTES } from './defaults.ts'

/** A frame and where it begins, its length before it. Control frames are without what marks them. */
export interface Frame {
  readonly kind: 'data' | 'control'
  readonly content: Buffer
  readonly offset: number
  /** With what stands before the content. */
  readonly bytes: number
}

/** What a frame's head says of its length, heads included; how many bytes of the head that needs where it needs more. */
export type FrameSize = { readonly kind: 'data' | 'control'; readonly head: number; readonly bytes: number } | { readonly kind: 'more'; readonly bytes: number } | { readonly kind: 'fault'; readonly reason: string }

/** By the first 8 bytes of a frame (Frame Streams: a length in network order and the content; a length of 0 escapes to a control frame with a length of its own). */
export function frameSize(head: Buffer): FrameSize {
  if (head.length < 4) return { kind: 'more', bytes: 4 }
  const length = head.readUInt32BE(0)
  if (length > FRAME_BYTES) return { kind: 'fault', reason: `a frame of ${length} bytes was announced` }
  if (length > 0) return { kind: 'data', head: 4, bytes: 4 + length }
  if (head.length < 8) return { kind: 'more', bytes: 8 }
  const control = head.readUInt32BE(4)
  return control < 4 || control > CONTROL_BYTES ? { kind: 'fault', reason: `a control frame of ${control} bytes was announced` } : { kind: 'control', head: 8, bytes: 8 + control }
}

/** Cuts a stream into frames; holds at most one of them. Linear in the bytes. Contents are valid until the block they came with is used for others. */
export class FrameSplitter {
  #held: Buffer[] = []
  #heldBytes = 0
  /** Bytes from the first held one on that must be there to go on. */
  #wanted = 4
  #offset: number
  #fault: string | null = null

  /** @param offset of the first byte */
  constructor(offset = 0) {
    this.#offset = offset
  }

  /** Where the frames can be followed no more, and why; null while they can. */
  get fault(): { readonly offset: number; readonly reason: string } | null {
    return this.#fault === null ? null : { offset: this.#offset, reason: this.#fault }
  }

  /** Where a frame begins whose end has not come; null between frames. */
  get unfinished(): number | null {
    return this.#heldBytes > 0 ? this.#offset : null
  }

  /** The frames that end in the block; none after a fault. */
  push(block: Buffer): Frame[] {
    const frames: Frame[] = []
    if (this.#fault !== null) return frames
    if (this.#heldBytes + block.length < this.#wanted) {
      this.#hold(block)
      return frames
    }
    const whole = this.#heldBytes === 0 ? block : Buffer.concat([...this.#held, block])
    this.#held = []
    this.#heldBytes = 0
    let at = 0
    for (;;) {
      const size = frameSize(whole.subarray(at, at + 8))
      if (size.kind === 'fault') {
        this.#fault = size.reason
        return frames
      }
      this.#wanted = size.bytes
      if (size.kind === 'more' || at + size.bytes > whole.length) break
      frames.push({ kind: size.kind, content: whole.subarray(at + size.head, at + size.bytes), offset: this.#offset, bytes: size.bytes })
      at += size.bytes
      this.#offset += size.bytes
    }
    this.#hold(whole.subarray(at))
    return frames
  }

  #hold(block: Buffer): void {
    if (block.length === 0) return
    // A copy: the block may be used for others.
    this.#held.push(Buffer.from(block))
    this.#heldBytes += block.length
  }
}
