/** The name of a mailbox as IMAP has it: UTF-7 in a form of its own (RFC 3501 §5.1.3), in quotes. */
export function mailboxName(name: string): string {
  const encoded = name.replaceAll(/&|[^ -~]+/g, run => (run === '&' ? '&-' : `&${utf16(run).toString('base64').replaceAll('=', '').replaceAll('/', ',')}-`))
  return quoted(encoded)
}

/** A text in quotes (RFC 9051 §4.3). */
export function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`
}

function utf16(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16()
}
