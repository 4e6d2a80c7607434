import { MAX_WAITING } from '../defaults.ts'
import type { SmbSession } from './smb-session.ts'

const HEADER_BYTES = 32
const COMMAND = { negotiate: 0x72, sessionSetup: 0x73, treeConnect: 0x75, create: 0xa2 } as const

const IS_ANSWER = 0x80
const UNICODE = 0x8000
const DELETE_ON_CLOSE = 0x1000

type Request =
  | { readonly kind: 'dialects', readonly dialects: readonly string[] }
  | { readonly kind: 'share', readonly path: string, readonly service: string }
  | { readonly kind: 'file', readonly name: string, readonly deletes: boolean }

/** Reads messages of SMB 1 ([MS-CIFS], [MS-SMB]): the negotiation, signing in, shares and files. Of a chain of commands the first counts. */
export class Smb1Reader {
  readonly #session: SmbSession
  readonly #waiting = new Map<number, Request>()

  constructor(session: SmbSession) {
    this.#session = session
  }

  accept(message: Buffer, time: number): void {
    const words = message[HEADER_BYTES] ?? 0
    const dataAt = HEADER_BYTES + 1 + 2 * words
    if (message.length < dataAt + 2) return
    const parameters = message.subarray(HEADER_BYTES + 1, dataAt)
    const data = message.subarray(dataAt + 2)
    const isUnicode = (message.readUInt16LE(10) & UNICODE) !== 0
    const id = message.readUInt16LE(30)
    // Texts of two bytes start at an even place of the message.
    const texts: Texts = { isUnicode, odd: (dataAt + 2) % 2 }
    if ((message[9]! & IS_ANSWER) === 0) this.#request(message[4]!, id, parameters, data, texts)
    else this.#answer(message[4]!, id, message, parameters, data, time, texts)
  }

  #request(command: number, id: number, parameters: Buffer, data: Buffer, texts: Texts): void {
    if (this.#waiting.size >= MAX_WAITING) this.#waiting.clear()
    if (command === COMMAND.negotiate) this.#waiting.set(id, { kind: 'dialects', dialects: data.toString('latin1').split('\0').map(name => name.replace(/^\x02/, '')).filter(name => name !== '') })
    else if (command === COMMAND.sessionSetup) this.#session.signsIn(data)
    else if (command === COMMAND.treeConnect && parameters.length >= 8) {
      const at = parameters.readUInt16LE(6)
      const path = textAt(data, at, texts)
      this.#waiting.set(id, { kind: 'share', path: path.text, service: latin(data, path.end) })
    } else if (command === COMMAND.create && parameters.length >= 43) {
      const length = parameters.readUInt16LE(5)
      const at = texts.isUnicode ? texts.odd : 0
      const name = data.toString(texts.isUnicode ? 'utf16le' : 'latin1', at, at + length).replace(/\0+$/, '')
      this.#waiting.set(id, { kind: 'file', name, deletes: (parameters.readUInt32LE(39) & DELETE_ON_CLOSE) !== 0 })
    }
  }

  #answer(command: number, id: number, message: Buffer, parameters: Buffer, data: Buffer, time: number, texts: Texts): void {
    const status = message.readUInt32LE(5)
    const request = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (command === COMMAND.sessionSetup) this.#session.answered(time, status, data)
    else if (request?.kind === 'dialects') this.#session.negotiated(time, status, parameters.length < 2 ? undefined : request.dialects[parameters.readUInt16LE(0)])
    if (status !== 0 || request === undefined) return
    const share = message.readUInt16LE(24)
    if (request.kind === 'share' && command === COMMAND.treeConnect) {
      const service = latin(data, 0)
      const system = textAt(data, service.length + 1, texts).text
      this.#session.connected(time, share, request.path, TYPES.get(service || request.service) ?? '', system === '' ? undefined : system)
    } else if (request.kind === 'file' && command === COMMAND.create && parameters.length >= 63) {
      const size = parameters.readUInt32LE(59) * 0x1_0000_0000 + parameters.readUInt32LE(55)
      this.#session.opened(time, share, String(parameters.readUInt16LE(5)), request.name, size, request.deletes)
    }
  }
}

interface Texts {
  readonly isUnicode: boolean
  /** 1 where the data start at an odd place. */
  readonly odd: number
}

const TYPES: ReadonlyMap<string, string> = new Map([['A:', 'DISK'], ['IPC', 'PIPE'], ['LPT1:', 'PRINT']])

/** Up to the NUL, and where what follows it starts. */
function textAt(data: Buffer, start: number, { isUnicode, odd }: Texts): { readonly text: string, readonly end: number } {
  if (!isUnicode) {
    const text = latin(data, start)
    return { text, end: start + text.length + 1 }
  }
  const from = start + (start + odd) % 2
  let end = from
  while (end + 1 < data.length && (data[end] !== 0 || data[end + 1] !== 0)) end += 2
  return { text: data.toString('utf16le', from, end), end: end + 2 }
}

function latin(data: Buffer, start: number): string {
  const end = data.indexOf(0, start)
  return data.toString('latin1', start, end < 0 ? data.length : end)
}
