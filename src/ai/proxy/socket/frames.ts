import { randomBytes } from 'node:crypto'
import { MESSAGE_BYTES } from '../defaults.ts'

/** Frames of WebSockets (RFC 6455, §5). */
export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const

/** What has come whole. */
export type SocketMessage =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'ping'; readonly payload: Buffer }
  | { readonly kind: 'close'; readonly code: number }

/** Why a connection is ended: RFC 6455, §7.4.1. */
export const CLOSE = { normal: 1_000, gone: 1_001, protocol: 1_002, unsupported: 1_003, broken: 1_006, policy: 1_008, tooLarge: 1_009 } as const

export class FrameError extends Error {
  readonly code: number

  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

/** Puts frames together to messages, whatever the pieces and fragments they come in. */
export class FrameReader {
  readonly #from: 'client' | 'server'
  #rest: Buffer = Buffer.alloc(0)
  #open: Buffer[] = []
  #openBytes = 0
  #isOpen = false

  /** @param from a client masks its frames, a server does not (§5.1) */
  constructor(from: 'client' | 'server') {
    this.#from = from
  }

  /** @throws FrameError for what is no such frame, is compressed, not text, or too large */
  push(bytes: Buffer): SocketMessage[] {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes])
    const messages: SocketMessage[] = []
    for (let frame = this.#next(); frame !== null; frame = this.#next()) {
      const message = this.#taken(frame)
      if (message !== null) messages.push(message)
    }
    return messages
  }

  #next(): { readonly fin: boolean; readonly opcode: number; readonly payload: Buffer } | null {
    const head = this.#rest
    if (head.length < 2) return null
    const [first, second] = [head[0]!, head[1]!]
    // No extension was agreed upon: what is compressed cannot be looked into (RFC 7692).
    if ((first & 0x70) !== 0) throw new FrameError(CLOSE.protocol, 'a frame is compressed, or has reserved bits')
    const isMasked = (second & 0x80) !== 0
    if (isMasked !== (this.#from === 'client')) throw new FrameError(CLOSE.protocol, 'a frame is masked the wrong way round')
    const short = second & 0x7f
    const at = short === 126 ? 4 : short === 127 ? 10 : 2
    if (head.length < at) return null
    const length = short === 126 ? head.readUInt16BE(2) : short === 127 ? Number(head.readBigUInt64BE(2)) : short
    if (length + this.#openBytes > MESSAGE_BYTES) throw new FrameError(CLOSE.tooLarge, `a message may have ${MESSAGE_BYTES} bytes`)
    const from = at + (isMasked ? 4 : 0)
    if (head.length < from + length) return null
    const payload = Buffer.from(head.subarray(from, from + length))
    if (isMasked) for (let i = 0; i < payload.length; i++) payload[i] = payload[i]! ^ head[at + (i & 3)]!
    this.#rest = head.subarray(from + length)
    return { fin: (first & 0x80) !== 0, opcode: first & 0x0f, payload }
  }

  #taken({ fin, opcode, payload }: { readonly fin: boolean; readonly opcode: number; readonly payload: Buffer }): SocketMessage | null {
    if (opcode >= OPCODE.close && (!fin || payload.length > 125)) throw new FrameError(CLOSE.protocol, 'a control frame is in pieces, or too long')
    switch (opcode) {
      case OPCODE.ping: return { kind: 'ping', payload }
      case OPCODE.pong: return null
      case OPCODE.close: return { kind: 'close', code: payload.length >= 2 ? payload.readUInt16BE(0) : CLOSE.normal }
      case OPCODE.binary: throw new FrameError(CLOSE.unsupported, 'binary messages are none of JSON-RPC')
      case OPCODE.text:
      case OPCODE.continuation: {
        if ((opcode === OPCODE.continuation) !== this.#isOpen) throw new FrameError(CLOSE.protocol, 'fragments of messages are mixed')
        this.#open.push(payload)
        this.#openBytes += payload.length
        this.#isOpen = !fin
        if (!fin) return null
        const text = Buffer.concat(this.#open).toString('utf8')
        this.#open = []
        this.#openBytes = 0
        return { kind: 'text', text }
      }
      default: throw new FrameError(CLOSE.protocol, 'a frame has an unknown kind')
    }
  }
}

/** One whole frame. @param to a server gets its frames masked */
export function frameOf(opcode: number, payload: Buffer, to: 'client' | 'server'): Buffer {
  const mask = to === 'server' ? randomBytes(4) : null
  const { length } = payload
  const size = length < 126 ? 2 : length < 65_536 ? 4 : 10
  const head = Buffer.alloc(size)
  head[0] = 0x80 | opcode
  head[1] = (mask === null ? 0 : 0x80) | (length < 126 ? length : length < 65_536 ? 126 : 127)
  if (size === 4) head.writeUInt16BE(length, 2)
  if (size === 10) head.writeBigUInt64BE(BigInt(length), 2)
  if (mask === null) return Buffer.concat([head, payload])
  const masked = Buffer.from(payload)
  for (let i = 0; i < masked.length; i++) masked[i] = masked[i]! ^ mask[i & 3]!
  return Buffer.concat([head, mask, masked])
}

export function closeFrame(code: number, to: 'client' | 'server'): Buffer {
  const payload = Buffer.alloc(2)
  // Codes that only stand for what happened are never sent (§7.4.1).
  payload.writeUInt16BE(code === CLOSE.broken || code === 1_005 ? CLOSE.gone : code)
  return frameOf(OPCODE.close, payload, to)
}
