import type { ByteBudget } from './byte-budget.ts'
import { MAX_PENDING_BYTES, MAX_PENDING_SEGMENTS } from './defaults.ts'

/** What takes the bytes of one direction in their order. The bytes given hold only during the call. */
export interface StreamSink {
  data(bytes: Uint8Array): void
  /** So many bytes are not in the capture. */
  gap(bytes: number): void
}

interface Segment {
  sequence: number
  bytes: Uint8Array
}

/**
 * One direction of a TCP connection (RFC 9293): segments in any order, some twice or overlapping, become a stream. Of what was sent twice the
 * first wins. What is out of order is held within limits; beyond them the gap before it is given up and told.
 */
export class StreamAssembler {
  readonly #budget: ByteBudget
  readonly #sink: StreamSink
  /** Sequence number of the byte that comes next; -1 before the first. */
  #next = -1
  /** By sequence number, without overlap, all beyond `#next`. */
  #pending: Segment[] = []
  #pendingBytes = 0

  constructor(budget: ByteBudget, sink: StreamSink) {
    this.#budget = budget
    this.#sink = sink
  }

  /** The stream starts at this sequence number: that after a SYN. */
  start(sequence: number): void {
    if (this.#next < 0) this.#next = sequence >>> 0
  }

  accept(sequence: number, bytes: Uint8Array): void {
    if (bytes.length === 0) return
    if (this.#next < 0) this.#next = sequence
    const ahead = (sequence - this.#next) | 0
    if (ahead > 0) return this.#hold(sequence, bytes)
    if (-ahead >= bytes.length) return
    if (this.#pending.length === 0) return this.#deliver(bytes.subarray(-ahead))
    this.#deliverFresh(sequence - ahead, bytes.subarray(-ahead))
    this.#drain()
  }

  /** Delivers what is held, telling the gaps. */
  end(): void {
    while (this.#pending.length > 0) this.#skipGap()
  }

  /** Forgets what is held. */
  drop(): void {
    this.#budget.give(this.#pendingBytes)
    this.#pending = []
    this.#pendingBytes = 0
  }

  #deliver(bytes: Uint8Array): void {
    this.#next = (this.#next + bytes.length) >>> 0
    this.#sink.data(bytes)
  }

  /** What of the bytes does not lie in held segments, up to the first of them that comes next. */
  #deliverFresh(sequence: number, bytes: Uint8Array): void {
    let rest = bytes
    let at = sequence >>> 0
    for (const held of this.#pending.slice()) {
      const before = (held.sequence - at) | 0
      if (before >= rest.length) break
      if (before > 0) this.#deliver(rest.subarray(0, before))
      this.#drain()
      const after = before + held.bytes.length
      if (after >= rest.length) return
      rest = rest.subarray(after)
      at = (at + after) >>> 0
    }
    if (((at - this.#next) | 0) === 0) this.#deliver(rest)
  }

  /** Keeps a copy of the parts that are not held yet. */
  #hold(sequence: number, bytes: Uint8Array): void {
    const pending = this.#pending
    let rest = bytes
    let at = sequence >>> 0
    for (let index = 0; index <= pending.length && rest.length > 0; index++) {
      const held = pending[index]
      const before = held === undefined ? rest.length : (held.sequence - at) | 0
      if (before > 0) {
        const part = rest.subarray(0, Math.min(before, rest.length))
        if (!this.#budget.take(part.length)) return
        pending.splice(index, 0, { sequence: at, bytes: part.slice() })
        this.#pendingBytes += part.length
        rest = rest.subarray(part.length)
        at = (at + part.length) >>> 0
        continue
      }
      const covered = Math.min(rest.length, Math.max(0, before + held!.bytes.length))
      rest = rest.subarray(covered)
      at = (at + covered) >>> 0
    }
    while (this.#pending.length > MAX_PENDING_SEGMENTS || this.#pendingBytes > MAX_PENDING_BYTES) this.#skipGap()
  }

  #skipGap(): void {
    const first = this.#pending[0]
    if (first === undefined) return
    const missing = (first.sequence - this.#next) | 0
    if (missing > 0) {
      this.#next = first.sequence
      this.#sink.gap(missing)
    }
    this.#drain()
  }

  /** Delivers held segments that come next. The sink may drop the rest meanwhile. */
  #drain(): void {
    for (let first = this.#pending[0]; first !== undefined; first = this.#pending[0]) {
      const ahead = (first.sequence - this.#next) | 0
      if (ahead > 0) break
      this.#pending.shift()
      this.#budget.give(first.bytes.length)
      this.#pendingBytes -= first.bytes.length
      if (-ahead < first.bytes.length) this.#deliver(first.bytes.subarray(-ahead))
    }
  }
}
