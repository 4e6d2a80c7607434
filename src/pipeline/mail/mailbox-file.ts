import { FROM_LINE_BYTES } from './defaults.ts'
import { looksLikeMail } from './looks-like-mail.ts'

/** Where a mail lies in a mailbox file, without the line before it: bytes [from, to). */
export interface MailboxEntry {
  readonly from: number
  readonly to: number
}

/** Whether a content begins as a file in which mails follow one another, each after a line `From …` (RFC 4155). */
export function looksLikeMailboxFile(head: Uint8Array): boolean {
  return Buffer.from(head.buffer, head.byteOffset, FROM.length).equals(FROM) && looksLikeMail(head)
}

/**
 * The mails of a mailbox file: one begins where a line `From … <year>` follows an empty line. What programs put before such a line of a text (`>`) stays. Linear, and holds
 * no more than a line.
 */
export async function* mailboxEntries(blocks: AsyncIterable<Uint8Array>): AsyncGenerator<MailboxEntry> {
  let from = -1
  let at = 0
  let held: Buffer = Buffer.alloc(0)
  let isAfterEmpty = true
  for await (const block of blocks) {
    const all = Buffer.concat([held, block])
    let line = 0
    for (let end = all.indexOf(LF); end >= 0; end = all.indexOf(LF, line)) {
      if (isAfterEmpty && isFromLine(all.subarray(line, end))) {
        if (from >= 0) yield { from, to: at + line }
        from = at + end + 1
      }
      isAfterEmpty = end - line === 0 || (end - line === 1 && all[line] === CR)
      line = end + 1
    }
    // Of a line without end nothing but its beginning matters: it is none that divides.
    const rest = all.subarray(line)
    if (rest.length > FROM_LINE_BYTES) isAfterEmpty = false
    const dropped = rest.length > FROM_LINE_BYTES ? rest.length - 1 : 0
    held = Buffer.from(rest.subarray(dropped))
    at += line + dropped
  }
  if (from >= 0) yield { from, to: at + held.length }
}

const FROM = Buffer.from('From ')
const LF = 0x0a
const CR = 0x0d

/** With a year at its end, or a zone behind it: what a person writes has none. */
function isFromLine(line: Buffer): boolean {
  return line.length <= FROM_LINE_BYTES && line.subarray(0, FROM.length).equals(FROM) && / (?:19|20)\d\d(?: [+-]\d{4})?\s*$/.test(line.toString('latin1'))
}
