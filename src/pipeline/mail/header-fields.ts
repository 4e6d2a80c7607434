import { HEADER_BYTES, HEADER_FIELDS } from './defaults.ts'
import type { HeaderField, MailProblem } from './mail.ts'

/** A head, and where the body begins. */
export interface MailHead {
  readonly fields: readonly HeaderField[]
  readonly end: number
}

/**
 * The head of a mail or of a part, in the bytes [from, to): fields up to the first empty line. A line that is no field ends it, since what follows
 * is text that somebody wants read. A first line `From …`, as mailbox files have, is passed over.
 */
export function readHead(bytes: Buffer, from: number, to: number, problems: MailProblem[]): MailHead {
  const fields: OpenField[] = []
  const end = Math.min(to, from + HEADER_BYTES)
  let at = from
  while (at < end) {
    const lineEnd = lineEndOf(bytes, at, to)
    const text = bytes.toString('latin1', at, lineEnd.text)
    const open = fields.at(-1)
    if (text === '') return closed(fields, lineEnd.next)
    const [, name] = FIELD.exec(text) ?? []
    if (/^[ \t]/.test(text) && open !== undefined) open.lines.push(text)
    else if (name !== undefined) fields.push({ name: name.toLowerCase(), lines: [text.slice(text.indexOf(':') + 1)], offset: at })
    else if (at > from || !text.startsWith('From ')) {
      problems.push({ offset: at, reason: 'a line within the head is no field of a mail' })
      return closed(fields, at)
    }
    if (fields.length > HEADER_FIELDS) {
      problems.push({ offset: at, reason: `more than ${HEADER_FIELDS} fields in one head; what follows is taken for text` })
      return closed(fields.slice(0, HEADER_FIELDS), at)
    }
    at = lineEnd.next
  }
  if (at < to) problems.push({ offset: at, reason: `a head of more than ${HEADER_BYTES} bytes; what follows is taken for text` })
  return closed(fields, at)
}

/** The first field of a name; undefined where there is none. */
export function fieldOf(fields: readonly HeaderField[], name: string): string | undefined {
  return fields.find(field => field.name === name)?.value
}

interface OpenField {
  readonly name: string
  readonly lines: string[]
  readonly offset: number
}

const FIELD = /^([!-9;-~]{1,100})[ \t]*:/

function closed(fields: readonly OpenField[], end: number): MailHead {
  return { fields: fields.map(({ name, lines, offset }) => ({ name, value: lines.join('').trim(), offset })), end }
}

/** Where the text of a line ends, without CR, and where the next begins. */
function lineEndOf(bytes: Buffer, at: number, to: number): { readonly text: number; readonly next: number } {
  const found = bytes.indexOf(LF, at)
  if (found < 0 || found >= to) return { text: to, next: to }
  return { text: found > at && bytes[found - 1] === CR ? found - 1 : found, next: found + 1 }
}

const LF = 0x0a
const CR = 0x0d
