import { MAX_SMB_BYTES } from '../defaults.ts'
import type { Flow, Side } from '../flow.ts'
import { HeldBytes } from '../held-bytes.ts'
import type { Progress, SessionContext, StreamProtocol } from '../stream-protocol.ts'
import { Smb1Reader } from './smb1-reader.ts'
import { Smb2Reader } from './smb2-reader.ts'
import { SmbSession } from './smb-session.ts'

/** Before each packet: a zero and its length in three bytes ([MS-SMB2], section 2.1), or a packet of NetBIOS sessions (RFC 1002, section 4.3). */
const FRAME_BYTES = 4

const ENCRYPTED = 0xfd
const VERSION_1 = 0xff
const VERSION_2 = 0xfe

/** Whether bytes start with a packet of SMB. */
export function startsSmb(bytes: Uint8Array): boolean {
  return bytes.length >= 8 && bytes[0] === 0 && (bytes[4] === VERSION_1 || bytes[4] === VERSION_2) && bytes[5] === 0x53 && bytes[6] === 0x4d && bytes[7] === 0x42
}

interface SmbSide {
  readonly held: HeldBytes
  /** Bytes of a long packet, such as one that carries a file, that are passed over. */
  passed: number
}

/** SMB over a stream → the negotiation, who signs in, shares and files. Encrypted packets say nothing. */
export class SmbProtocol implements StreamProtocol {
  readonly service = 'smb'
  readonly #sides: readonly [SmbSide, SmbSide]
  readonly #version1: Smb1Reader
  readonly #version2: Smb2Reader

  constructor(flow: Flow, context: SessionContext) {
    const side = (): SmbSide => ({ held: new HeldBytes(context.budget, MAX_SMB_BYTES + FRAME_BYTES), passed: 0 })
    this.#sides = [side(), side()]
    this.#version1 = new Smb1Reader(new SmbSession(flow, context, 'SMB1'))
    this.#version2 = new Smb2Reader(new SmbSession(flow, context, 'SMB2'))
  }

  data(side: Side, bytes: Uint8Array, time: number): Progress {
    const state = this.#sides[side]
    let rest = bytes
    while (rest.length > 0) {
      if (state.passed > 0) {
        const passed = Math.min(state.passed, rest.length)
        state.passed -= passed
        rest = rest.subarray(passed)
        continue
      }
      const part = rest.subarray(0, MAX_SMB_BYTES + FRAME_BYTES - state.held.bytes.length)
      if (part.length === 0 || !state.held.append(part)) return 'done'
      rest = rest.subarray(part.length)
      if (!this.#read(state, time)) return 'done'
    }
    return 'goes-on'
  }

  gap(side: Side, bytes: number): Progress {
    const state = this.#sides[side]
    if (bytes > state.passed) return 'done'
    state.passed -= bytes
    return 'goes-on'
  }

  end(): void {
    for (const { held } of this.#sides) held.drop()
  }

  /** Whole packets, and of a long one its beginning; false where it is no SMB any more. */
  #read(state: SmbSide, time: number): boolean {
    for (;;) {
      const { bytes } = state.held
      if (bytes.length < FRAME_BYTES + 4) return true
      const length = (bytes[1]! << 16) | (bytes[2]! << 8) | bytes[3]!
      if (bytes[0] !== 0 || length < 4) {
        // Requests and answers of NetBIOS sessions, and what keeps them alive.
        if (bytes[0] !== 0x85 && (bytes[0]! < 0x81 || bytes[0]! > 0x84)) return false
        if (bytes.length < FRAME_BYTES + length) return true
        state.held.consume(FRAME_BYTES + length)
        continue
      }
      const kept = Math.min(length, MAX_SMB_BYTES)
      if (bytes.length < FRAME_BYTES + kept) return true
      const packet = Buffer.from(bytes.buffer, bytes.byteOffset + FRAME_BYTES, kept)
      if (packet[1] !== 0x53 || packet[2] !== 0x4d || packet[3] !== 0x42) return false
      if (packet[0] === VERSION_2) this.#version2.accept(packet, time)
      else if (packet[0] === VERSION_1) this.#version1.accept(packet, time)
      else if (packet[0] !== ENCRYPTED && packet[0] !== 0xfc) return false
      state.held.consume(FRAME_BYTES + kept)
      state.passed = length - kept
      if (state.passed > 0) {
        const left = Math.min(state.passed, state.held.bytes.length)
        state.held.consume(left)
        state.passed -= left
        if (state.passed > 0) return true
      }
    }
  }
}
