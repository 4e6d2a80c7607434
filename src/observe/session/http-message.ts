import { MAX_HEAD_BYTES } from './defaults.ts'
import type { HeldBytes } from './held-bytes.ts'
import { MIME_BYTES } from './mime-type.ts'

const LINE_FEED = 10

/** The head of a request or an answer (RFC 9112): its first line, and the first value of each field by its name in lower case. */
export interface HttpHead {
  readonly line: string
  /** As sent, in their order. */
  readonly names: readonly string[]
  readonly fields: ReadonlyMap<string, string>
}

/** How the end of a body is found (RFC 9112, section 6.3). */
export type BodyFraming =
  | { readonly kind: 'length', readonly bytes: number }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'until-close' }

/** Takes a whole head from what is held; null when it is not whole yet. Empty lines before it are passed over. */
export function takeHead(held: HeldBytes): HttpHead | null {
  let start = 0
  const { bytes } = held
  while (bytes[start] === 13 || bytes[start] === LINE_FEED) start++
  const end = headEnd(bytes, start)
  if (end < 0) {
    held.consume(start)
    return null
  }
  const [line = '', ...rest] = Buffer.from(bytes.subarray(start, end)).toString('latin1').split(/\r?\n/)
  held.consume(end)
  const fields = new Map<string, string>()
  const names: string[] = []
  for (const field of rest) {
    const colon = field.indexOf(':')
    if (colon <= 0) continue
    names.push(field.slice(0, colon).trim())
    const name = field.slice(0, colon).trim().toLowerCase()
    if (!fields.has(name)) fields.set(name, field.slice(colon + 1).trim())
  }
  return { line, names, fields }
}

/** After the empty line; -1 when there is none yet. */
function headEnd(bytes: Uint8Array, start: number): number {
  for (let at = bytes.indexOf(LINE_FEED, start); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) {
    if (bytes[at + 1] === LINE_FEED) return at + 2
    if (bytes[at + 1] === 13 && bytes[at + 2] === LINE_FEED) return at + 3
  }
  return -1
}

/** What the fields say of the body; a request without any has none. */
export function framingOf({ fields }: HttpHead, otherwise: BodyFraming): BodyFraming {
  if (/\bchunked\b/i.test(fields.get('transfer-encoding') ?? '')) return { kind: 'chunked' }
  const length = fields.get('content-length')
  return length !== undefined && /^\d{1,15}$/.test(length) ? { kind: 'length', bytes: Number(length) } : otherwise
}

/** Passes over a body and counts its bytes. */
export class BodyReader {
  bytes = 0
  /** Its first bytes, from which its type is told. */
  start: Uint8Array = new Uint8Array(0)
  #left: number
  readonly #framing: BodyFraming
  /** Of a chunked body: in its size line, its content, the line's end after it, or the trailer. */
  #state: 'size' | 'content' | 'end' | 'trailer' = 'size'

  constructor(framing: BodyFraming) {
    this.#framing = framing
    this.#left = framing.kind === 'length' ? framing.bytes : 0
  }

  /** Whether the body has ended; the bytes that belong to it are consumed. */
  read(held: HeldBytes): 'ended' | 'more' | 'damaged' {
    if (this.#framing.kind === 'chunked') return this.#readChunks(held)
    const length = this.#framing.kind === 'length' ? Math.min(this.#left, held.bytes.length) : held.bytes.length
    this.#pass(held, length)
    return this.#framing.kind === 'length' && this.#left === 0 ? 'ended' : 'more'
  }

  /** Bytes that are known to be missing of it; whether the stream goes on behind them within or after it. */
  skip(bytes: number): boolean {
    if (this.#framing.kind === 'chunked' || (this.#framing.kind === 'length' && bytes > this.#left)) return false
    this.#left -= bytes
    return true
  }

  #pass(held: HeldBytes, length: number): void {
    if (this.start.length < MIME_BYTES && length > 0) this.start = Buffer.concat([this.start, held.bytes.subarray(0, Math.min(length, MIME_BYTES - this.start.length))])
    held.consume(length)
    this.bytes += length
    this.#left -= length
  }

  #readChunks(held: HeldBytes): 'ended' | 'more' | 'damaged' {
    for (;;) {
      if (this.#state === 'content') {
        this.#pass(held, Math.min(this.#left, held.bytes.length))
        if (this.#left > 0) return 'more'
        this.#state = 'end'
      }
      const end = held.bytes.indexOf(LINE_FEED)
      if (end < 0) return held.bytes.length > MAX_HEAD_BYTES / 2 ? 'damaged' : 'more'
      const line = Buffer.from(held.bytes.subarray(0, Math.min(end, 1_024))).toString('latin1').trim()
      held.consume(end + 1)
      if (this.#state === 'end') this.#state = 'size'
      else if (this.#state === 'trailer') {
        if (line === '') return 'ended'
      } else {
        const size = /^([0-9a-f]{1,12})\b/i.exec(line)?.[1]
        if (size === undefined) return 'damaged'
        this.#left = Number.parseInt(size, 16)
        this.#state = this.#left === 0 ? 'trailer' : 'content'
      }
    }
  }
}
