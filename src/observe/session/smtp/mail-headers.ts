import { MAX_HEADERS_LENGTH, MAX_RECIPIENTS } from '../defaults.ts'
import type { SessionValue } from '../session-event.ts'

/** Fields of a message's head (RFC 5322) that Zeek's `smtp.log` tells, by their names in lower case. */
const TOLD: ReadonlyMap<string, string> = new Map([
  ['date', 'date'], ['from', 'from'], ['reply-to', 'reply_to'], ['message-id', 'msg_id'], ['in-reply-to', 'in_reply_to'], ['subject', 'subject'],
  ['x-originating-ip', 'x_originating_ip'], ['user-agent', 'user_agent'], ['x-mailer', 'user_agent'],
])

/** Fields that are lists of addresses. */
const ADDRESSES: ReadonlyMap<string, string> = new Map([['to', 'to'], ['cc', 'cc']])

/** The head of a message, line by line. */
export class MailHeaders {
  #ended = false
  #length = 0
  readonly #lines: string[] = []

  accept(line: string): void {
    if (this.#ended) return
    this.#length += line.length
    if (line === '' || this.#length > MAX_HEADERS_LENGTH) this.#ended = true
    else if (/^[ \t]/.test(line) && this.#lines.length > 0) this.#lines.push(`${this.#lines.pop()!} ${line.trim()}`)
    else this.#lines.push(line)
  }

  fields(): Readonly<Record<string, SessionValue>> {
    const fields: Record<string, SessionValue> = {}
    const received: string[] = []
    for (const line of this.#lines) {
      const colon = line.indexOf(':')
      const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase()
      const value = line.slice(colon + 1).trim()
      const told = TOLD.get(name)
      const list = ADDRESSES.get(name)
      if (name === 'received') received.push(value)
      else if (told !== undefined) fields[told] ??= value
      else if (list !== undefined) fields[list] ??= addressesOf(value)
    }
    if (received[0] !== undefined) fields['first_received'] = received[0]
    if (received[1] !== undefined) fields['second_received'] = received[1]
    return fields
  }
}

/** Split at commas outside of quotes and brackets. */
function addressesOf(value: string): string[] {
  return (value.match(/(?:"(?:[^"\\]|\\.)*"|[^,"])+/g) ?? []).map(part => part.trim()).filter(part => part !== '').slice(0, MAX_RECIPIENTS)
}
