import type { Fields, FieldValue } from '../../model/value.ts'
import { messageDocument } from './message-document.ts'
import type { MessageReader } from './message-reader.ts'

/** A record's fields with what its `message` says, which `program` wrote: so records of the journal and of containers read like syslog. */
export function readProgramMessage(given: Fields, date: number, messages: MessageReader | undefined): {
  readonly fields: Fields
  /** Null when no source is known to write such a message. */
  readonly message: ReturnType<MessageReader['readMessage']>
} {
  const fields = { ...given }
  const { program } = fields
  const text = textOf(fields['message'])
  if (text === undefined) return { fields, message: null }
  fields['message'] = text
  const read = messages?.readMessage(typeof program === 'string' ? program : undefined, text, fields, date) ?? null
  if (read === null) fields['message'] = messageDocument(text) ?? text
  return { fields, message: read }
}

/** The journal writes what is no text as a list of bytes, containers end each message with their line's end. */
function textOf(message: FieldValue | undefined): string | undefined {
  if (typeof message === 'string') return message.replace(/\r?\n$/, '')
  const isBytes = Array.isArray(message) && message.every(byte => typeof byte === 'number' && byte >= 0 && byte <= 255)
  return isBytes ? Buffer.from(message.map(Number)).toString() : undefined
}
