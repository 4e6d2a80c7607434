import { PART_DEPTH, PARTS } from './defaults.ts'
import { fieldOf, readHead } from './header-fields.ts'
import type { HeaderField, Mail, MailPart, MailProblem, TransferEncoding } from './mail.ts'
import { readParameters } from './parameters.ts'
import { partName } from './part-name.ts'

/**
 * Takes a mail apart (RFC 5322, 2045, 2046), without decoding its parts. Whatever the bytes are: what is wrong is told with its place, what can be read is
 * there. O(depth × bytes), depth and parts are bounded.
 */
export function readMail(bytes: Buffer): Mail {
  const problems: MailProblem[] = []
  const parts: MailPart[] = []
  const { fields, end } = readHead(bytes, 0, bytes.length, problems)
  if (fields.length === 0) problems.push({ offset: 0, reason: 'no field of a mail' })
  new PartReader(bytes, parts, problems).read(fields, end, bytes.length, 0)
  return { fields, headEnd: end, parts, problems: problems.toSorted((a, b) => a.offset - b.offset) }
}

class PartReader {
  readonly #bytes: Buffer
  readonly #parts: MailPart[]
  readonly #problems: MailProblem[]

  constructor(bytes: Buffer, parts: MailPart[], problems: MailProblem[]) {
    this.#bytes = bytes
    this.#parts = parts
    this.#problems = problems
  }

  /** @param fields of its head @param from where its body begins */
  read(fields: readonly HeaderField[], from: number, to: number, depth: number): void {
    const type = readParameters(fieldOf(fields, 'content-type') ?? 'text/plain')
    const boundary = type.parameters.get('boundary')
    if (!type.value.startsWith('multipart/') || boundary === undefined || boundary === '' || boundary.length > BOUNDARY_CHARACTERS) {
      if (type.value.startsWith('multipart/')) this.#problem(from, 'parts without a boundary between them')
      this.#add(fields, type.value, type.parameters, from, to)
    } else if (depth === PART_DEPTH) {
      this.#problem(from, `parts within one another more than ${PART_DEPTH} deep`)
      this.#add(fields, 'application/octet-stream', type.parameters, from, to)
    } else this.#divide(boundary, from, to, depth)
  }

  #divide(boundary: string, from: number, to: number, depth: number): void {
    const delimiter = Buffer.from(`--${boundary}`, 'latin1')
    let start: number | null = null
    for (let at = this.#next(delimiter, from, to); at !== null; at = this.#next(delimiter, at.next, to)) {
      if (start !== null) this.#readPart(start, at.end, depth)
      start = at.next
      if (at.isLast) return
      if (this.#parts.length >= PARTS) return this.#problem(at.next, `more than ${PARTS} parts; the others are not read`)
    }
    if (start === null) this.#problem(from, 'the boundary between its parts is not there')
    else {
      this.#problem(to, 'cut off: the end of its parts is missing')
      this.#readPart(start, to, depth)
    }
  }

  #readPart(from: number, to: number, depth: number): void {
    const { fields, end } = readHead(this.#bytes, from, Math.max(from, to), this.#problems)
    this.read(fields, end, Math.max(end, to), depth + 1)
  }

  /** The next line that is a delimiter (RFC 2046 §5.1.1); null when there is none. The line end before it belongs to it. */
  #next(delimiter: Buffer, from: number, to: number): { readonly end: number; readonly next: number; readonly isLast: boolean } | null {
    for (let at = this.#bytes.indexOf(delimiter, from); at >= 0 && at < to; at = this.#bytes.indexOf(delimiter, at + delimiter.length)) {
      if (at > from && this.#bytes[at - 1] !== LF) continue
      const after = at + delimiter.length
      const isLast = this.#bytes[after] === HYPHEN && this.#bytes[after + 1] === HYPHEN
      const found = this.#bytes.indexOf(LF, after)
      const next = found < 0 || found >= to ? to : found + 1
      if (this.#bytes.toString('latin1', after + (isLast ? 2 : 0), next).trim() !== '') continue
      const end = at > from ? at - (at - 1 > from && this.#bytes[at - 2] === CR ? 2 : 1) : at
      return { end, next, isLast }
    }
    return null
  }

  #add(fields: readonly HeaderField[], type: string, parameters: ReadonlyMap<string, string>, from: number, to: number): void {
    if (this.#parts.length === PARTS) return this.#problem(from, `more than ${PARTS} parts; the others are not read`)
    const disposition = readParameters(fieldOf(fields, 'content-disposition') ?? '')
    const given = disposition.parameters.get('filename') ?? parameters.get('name') ?? null
    this.#parts.push({
      fields, type, from, to,
      charset: parameters.get('charset') ?? '',
      name: partName(given, type, this.#parts.length + 1),
      isText: type.startsWith('text/') && disposition.value !== 'attachment' && given === null,
      encoding: encodingOf(fieldOf(fields, 'content-transfer-encoding')),
    })
  }

  #problem(offset: number, reason: string): void {
    if (this.#problems.length < PARTS) this.#problems.push({ offset, reason })
  }
}

/** RFC 2046 allows 70. */
const BOUNDARY_CHARACTERS = 200
const LF = 0x0a
const CR = 0x0d
const HYPHEN = 0x2d

/** What is not known is as it is: 7bit, 8bit, binary, and what somebody made up. */
function encodingOf(field: string | undefined): TransferEncoding {
  const name = readParameters(field ?? '').value
  return name === 'base64' || name === 'quoted-printable' ? name : 'plain'
}
