import { createHash } from 'node:crypto'
import type { FieldValue, MutableFields } from '../../model/value.ts'
import { newFields } from '../../model/value.ts'
import { decodeText } from '../../pipeline/mail/decode-text.ts'
import { headerText } from '../../pipeline/mail/encoded-words.ts'
import { fieldOf } from '../../pipeline/mail/header-fields.ts'
import type { Mail, MailPart } from '../../pipeline/mail/mail.ts'
import { decodeTransfer } from '../../pipeline/mail/transfer-decoder.ts'
import type { Timestamp } from '../text/timestamp.ts'
import { ATTACHMENTS, FIELD_CHARACTERS, HOPS, TEXT_CHARACTERS, URLS } from './defaults.ts'
import { mailAddresses } from './mail-addresses.ts'
import { mailTime, receivedHop } from './received-hop.ts'
import { textOfHtml } from './text-of-html.ts'

/** What a mail says of itself, as an event. */
export interface MailEvent {
  readonly fields: MutableFields
  /** When the last server took it, which its sender cannot forge; else when its sender says that it was written. */
  readonly time: Timestamp | null
}

/** @param bytes of the whole mail @param date microseconds, as decoders have it */
export function mailEvent(mail: Mail, bytes: Buffer, date: number): MailEvent {
  const fields = newFields()
  const put = (name: string, value: FieldValue | undefined) => {
    if (value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)) fields[name] = value
  }
  const raw = (name: string) => fieldOf(mail.fields, name)
  const text = (name: string) => raw(name) === undefined ? undefined : shown(headerText(raw(name)!))
  const [from] = mailAddresses(raw('from') ?? '')
  put('from', from?.address ?? text('from'))
  put('from_name', from?.name)
  for (const name of ['to', 'cc', 'reply-to', 'sender', 'return-path', 'delivered-to']) put(name.replace('-', '_'), mailAddresses(raw(name) ?? '').map(({ address }) => address))
  put('subject', text('subject'))
  put('date', text('date'))
  for (const [name, header] of SHOWN) put(name, text(header))
  const hops = mail.fields.filter(({ name }) => name === 'received').slice(0, HOPS).map(({ value }) => receivedHop(headerText(value), date))
  put('received', hops.map(hop => hop.fields))
  const texts = mail.parts.filter(({ isText }) => isText).map(part => textOf(part, bytes))
  const told = texts.find(({ isHtml, text: body }) => !isHtml && body !== '') ?? texts[0]
  put('text', told?.text)
  put('urls', urlsIn(texts.flatMap(({ text: body, links }) => [body, ...links]).join(' ')))
  put('attachments', mail.parts.filter(({ isText }) => !isText).slice(0, ATTACHMENTS).map(part => attachment(part, bytes)))
  return { fields, time: hops.find(({ time }) => time !== null)?.time ?? mailTime(raw('date') ?? '', date) }
}

/** Names in the event, and of the fields of the mail. */
const SHOWN = [
  ['message_id', 'message-id'], ['in_reply_to', 'in-reply-to'], ['mailer', 'x-mailer'], ['user_agent', 'user-agent'], ['list_id', 'list-id'],
  ['authentication_results', 'authentication-results'], ['received_spf', 'received-spf'], ['x_originating_ip', 'x-originating-ip'], ['auto_submitted', 'auto-submitted'],
] as const

function shown(text: string): string {
  return text.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim().slice(0, FIELD_CHARACTERS)
}

interface MailText {
  readonly text: string
  readonly links: readonly string[]
  readonly isHtml: boolean
}

function textOf({ type, charset, encoding, from, to }: MailPart, bytes: Buffer): MailText {
  // Of a longer one the rest is in the evidence.
  const part = bytes.subarray(from, Math.min(to, from + TEXT_CHARACTERS * BYTES_A_CHARACTER))
  const text = decodeText(decodeTransfer(part, encoding), charset)
  const isHtml = type === 'text/html'
  const { text: plain, links } = isHtml ? textOfHtml(text) : { text, links: [] }
  return { text: plain.replaceAll('\r\n', '\n').trim().slice(0, TEXT_CHARACTERS), links, isHtml }
}

/** At most, as mail has it: three bytes of UTF-8, each as `=E3`; HTML has as much again. */
const BYTES_A_CHARACTER = 16

function attachment({ name, type, encoding, from, to }: MailPart, bytes: Buffer): MutableFields {
  const content = decodeTransfer(bytes.subarray(from, to), encoding)
  const fields = newFields()
  fields['name'] = name
  fields['type'] = type.slice(0, 200)
  fields['size'] = content.length
  fields['sha256'] = createHash('sha256').update(content).digest('hex')
  return fields
}

function urlsIn(text: string): string[] {
  return [...new Set(text.match(/\bhttps?:\/\/[^\s<>"'()[\]{}|\\^`\u0000-\u0020]{1,2000}/gi) ?? [])].map(url => url.replace(/[.,;:!?]+$/, '')).slice(0, URLS)
}
