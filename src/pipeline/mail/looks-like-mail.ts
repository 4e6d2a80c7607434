import { MAIL_HEAD_BYTES } from './defaults.ts'

/**
 * Whether a content begins as a mail (RFC 5322): nothing but fields, up to an empty line or as far as is looked, a sender or a way among them, and two more
 * that only mail has.
 */
export function looksLikeMail(head: Uint8Array): boolean {
  if (!isLetter(head[0])) return false
  const whole = head.length < MAIL_HEAD_BYTES
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, MAIL_HEAD_BYTES)).toString('latin1')
  const lines = text.split(/\r?\n/)
  if (!whole && lines.length > 1) lines.pop()
  const names = new Set<string>()
  for (const [index, line] of lines.entries()) {
    if (line === '' && index > 0) break
    if (/^[ \t]/.test(line) && index > 0) continue
    if (index === 0 && line.startsWith('From ')) continue
    const [, name] = /^([!-9;-~]{1,100})[ \t]*:/.exec(line) ?? []
    if (name === undefined) return false
    names.add(name.toLowerCase())
  }
  return ['from', 'received', 'return-path'].some(name => names.has(name)) && [...names].filter(name => ONLY_MAIL.has(name)).length >= 3
}

const ONLY_MAIL = new Set([
  'from', 'to', 'cc', 'subject', 'date', 'message-id', 'received', 'return-path', 'delivered-to', 'reply-to', 'sender', 'mime-version', 'content-type', 'content-transfer-encoding', 'in-reply-to',
  'references', 'dkim-signature', 'arc-seal', 'authentication-results', 'received-spf', 'list-id', 'x-mailer', 'x-original-to', 'x-received', 'envelope-to', 'auto-submitted', 'precedence',
])

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a))
}
