import { MAX_WAITING } from '../defaults.ts'
import { smbDialectName, smbShareType } from './smb-names.ts'
import type { SmbSession } from './smb-session.ts'

const HEADER_BYTES = 64
const COMMAND = { negotiate: 0, sessionSetup: 1, treeConnect: 3, create: 5, close: 6, write: 9, control: 11, setInfo: 17 } as const

/** Bits of the header's flags ([MS-SMB2], section 2.2.1). */
const IS_ANSWER = 1
const DELETE_ON_CLOSE = 0x1000

/** A question to a pipe that is answered at once ([MS-FSCC], section 2.3). */
const PIPE_TRANSCEIVE = 0x0011c017

/** Classes of SET_INFO ([MS-FSCC], section 2.4). */
const RENAME = 10
const DISPOSITION = 13

/** What of a request is needed when its answer comes. */
type Request =
  | { readonly kind: 'share', readonly path: string }
  | { readonly kind: 'file', readonly name: string, readonly deletes: boolean }
  | { readonly kind: 'rename', readonly handle: string, readonly to: string }
  | { readonly kind: 'delete', readonly handle: string }

/** Reads messages of SMB 2 and 3 ([MS-SMB2]), of which one packet may hold several. Fields lie at fixed places; what is cut off is passed over. */
export class Smb2Reader {
  readonly #session: SmbSession
  readonly #waiting = new Map<string, Request>()

  constructor(session: SmbSession) {
    this.#session = session
  }

  /** @param packet from the first header */
  accept(packet: Buffer, time: number): void {
    for (let rest = packet; rest.length >= HEADER_BYTES;) {
      const next = rest.readUInt32LE(20)
      if (next !== 0 && next < HEADER_BYTES) return
      this.#message(next === 0 ? rest : rest.subarray(0, next), time)
      if (next === 0) return
      rest = rest.subarray(next)
    }
  }

  #message(message: Buffer, time: number): void {
    const command = message.readUInt16LE(12)
    const id = message.toString('latin1', 24, 32)
    if ((message.readUInt32LE(16) & IS_ANSWER) === 0) this.#request(command, id, message, time)
    else this.#answer(command, id, message, time)
  }

  #request(command: number, id: string, message: Buffer, time: number): void {
    if (command === COMMAND.sessionSetup) this.#session.signsIn(partAt(message, 76))
    else if (command === COMMAND.treeConnect) this.#wait(id, { kind: 'share', path: textAt(message, 68) })
    else if (command === COMMAND.create) this.#wait(id, { kind: 'file', name: textAt(message, 108), deletes: (wordAt(message, 104) & DELETE_ON_CLOSE) !== 0 })
    else if (command === COMMAND.close) this.#session.closed(message.toString('latin1', 72, 88))
    else if (command === COMMAND.write) this.#session.written(time, message.toString('latin1', 80, 96), longPartAt(message, 66, 68))
    else if (command === COMMAND.control && wordAt(message, 68) === PIPE_TRANSCEIVE) this.#session.written(time, message.toString('latin1', 72, 88), controlInput(message))
    else if (command === COMMAND.setInfo) this.#change(id, message)
  }

  #answer(command: number, id: string, message: Buffer, time: number): void {
    const status = message.readUInt32LE(8)
    const request = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (command === COMMAND.negotiate) this.#session.negotiated(time, status, message.length < 70 ? undefined : smbDialectName(message.readUInt16LE(68)))
    else if (command === COMMAND.sessionSetup) this.#session.answered(time, status, partAt(message, 68))
    if (status !== 0 || request === undefined) return
    switch (request.kind) {
      case 'share': return this.#session.connected(time, message.readUInt32LE(36), request.path, smbShareType(message[66] ?? 0))
      case 'file': return this.#session.opened(time, message.readUInt32LE(36), message.toString('latin1', 128, 144), request.name, sizeAt(message, 112), request.deletes)
      case 'rename': return this.#session.renamed(time, request.handle, request.to)
      case 'delete': return this.#session.deleted(time, request.handle)
    }
  }

  /** SET_INFO on a file: its new name, or that it is to go. */
  #change(id: string, message: Buffer): void {
    if (message[66] !== 1) return
    const offset = message.length < 74 ? 0 : message.readUInt16LE(72)
    const handle = message.toString('latin1', 80, 96)
    if (message[67] === DISPOSITION && message[offset] === 1 && offset > 0) this.#wait(id, { kind: 'delete', handle })
    else if (message[67] === RENAME && message.length >= offset + 20) this.#wait(id, { kind: 'rename', handle, to: message.toString('utf16le', offset + 20, offset + 20 + wordAt(message, offset + 16)) })
  }

  #wait(id: string, request: Request): void {
    if (this.#waiting.size < MAX_WAITING) this.#waiting.set(id, request)
  }
}

function wordAt(message: Buffer, at: number): number {
  return message.length < at + 4 ? 0 : message.readUInt32LE(at)
}

function sizeAt(message: Buffer, at: number): number | undefined {
  return message.length < at + 8 ? undefined : wordAt(message, at + 4) * 0x1_0000_0000 + wordAt(message, at)
}

/** Offset from the header and length, as two words of 16 bits at a place. */
function partAt(message: Buffer, at: number): Buffer {
  if (message.length < at + 4) return Buffer.alloc(0)
  const offset = message.readUInt16LE(at)
  return offset < HEADER_BYTES ? Buffer.alloc(0) : message.subarray(offset, offset + message.readUInt16LE(at + 2))
}

/** Of a WRITE: its offset in 16 bits, its length in 32. */
function longPartAt(message: Buffer, offsetAt: number, lengthAt: number): Buffer {
  const offset = message.length < offsetAt + 2 ? 0 : message.readUInt16LE(offsetAt)
  return offset < HEADER_BYTES ? Buffer.alloc(0) : message.subarray(offset, offset + wordAt(message, lengthAt))
}

/** Of an IOCTL: offset and length in 32 bits each. */
function controlInput(message: Buffer): Buffer {
  const offset = wordAt(message, 88)
  return offset < HEADER_BYTES ? Buffer.alloc(0) : message.subarray(offset, offset + wordAt(message, 92))
}

function textAt(message: Buffer, at: number): string {
  return partAt(message, at).toString('utf16le')
}
