import type { Flow, Side } from './flow.ts'
import { HeldBytes } from './held-bytes.ts'
import type { Progress, SessionContext, StreamProtocol } from './stream-protocol.ts'
import { HANDSHAKE, TlsHandshake } from './tls-handshake.ts'

const RECORD = { changeCipherSpec: 20, handshake: 22, applicationData: 23 } as const

/** A plaintext record of 2^14 bytes, and what encryption may add (RFC 5246, section 6.2.3). */
const MAX_RECORD_BYTES = 16_384 + 2_048
const HEADER_BYTES = 5

interface TlsSide {
  readonly records: HeldBytes
  /** What follows is encrypted, or cannot be read for want of what precedes. */
  isOver: boolean
  isEncrypted: boolean
}

/** Whether bytes start a record with a hello in it. */
export function startsTls(bytes: Uint8Array): boolean {
  return bytes.length >= 6 && bytes[0] === RECORD.handshake && bytes[1] === 3 && bytes[2]! <= 4
    && (bytes[5] === HANDSHAKE.clientHello || bytes[5] === HANDSHAKE.serverHello) && ((bytes[3]! << 8) | bytes[4]!) >= 4
}

/** The records of TLS over a stream, up to where encryption starts. */
export class TlsProtocol implements StreamProtocol {
  readonly service = 'ssl'
  readonly #handshake: TlsHandshake
  readonly #sides: readonly [TlsSide, TlsSide]

  constructor(flow: Flow, context: SessionContext) {
    this.#handshake = new TlsHandshake(flow, context, 't')
    const side = (): TlsSide => ({ records: new HeldBytes(context.budget, MAX_RECORD_BYTES + HEADER_BYTES), isOver: false, isEncrypted: false })
    this.#sides = [side(), side()]
  }

  data(side: Side, bytes: Uint8Array, time: number): Progress {
    const { records } = this.#sides[side]
    let rest = bytes
    while (rest.length > 0 && !this.#sides[side].isOver) {
      const part = rest.subarray(0, Math.max(0, MAX_RECORD_BYTES + HEADER_BYTES - records.bytes.length))
      if (part.length === 0 || !records.append(part)) this.#finish(side)
      else this.#readRecords(side, time)
      rest = rest.subarray(part.length)
    }
    return this.#progress()
  }

  gap(side: Side): Progress {
    this.#finish(side)
    return this.#progress()
  }

  end(): void {
    this.#finish(0)
    this.#finish(1)
    this.#tell()
  }

  #progress(): Progress {
    if (!this.#sides[0].isOver || !this.#sides[1].isOver) return 'goes-on'
    this.#tell()
    return 'done'
  }

  #tell(): void {
    this.#handshake.tell(this.#sides[0].isEncrypted && this.#sides[1].isEncrypted)
  }

  #finish(side: Side): void {
    this.#sides[side].isOver = true
    this.#sides[side].records.drop()
    this.#handshake.finish(side)
  }

  #readRecords(side: Side, time: number): void {
    const state = this.#sides[side]
    for (;;) {
      const { bytes } = state.records
      if (bytes.length < HEADER_BYTES) return
      const end = HEADER_BYTES + ((bytes[3]! << 8) | bytes[4]!)
      const type = bytes[0]!
      if (end > HEADER_BYTES + MAX_RECORD_BYTES || bytes[1] !== 3 || type < RECORD.changeCipherSpec || type > RECORD.applicationData) return this.#finish(side)
      if (bytes.length < end) return
      if (type === RECORD.changeCipherSpec || type === RECORD.applicationData) {
        state.isEncrypted = true
        return this.#finish(side)
      }
      if (type === RECORD.handshake && !this.#handshake.accept(side, bytes.subarray(HEADER_BYTES, end), time)) return this.#finish(side)
      state.records.consume(end)
    }
  }
}
