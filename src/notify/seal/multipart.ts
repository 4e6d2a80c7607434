import { hash } from 'node:crypto'

/** A part of a mail with its own headers, each line ending with CRLF. */
export interface MimePart {
  readonly headers: readonly string[]
  readonly body: Buffer
}

/** An entity of several parts; parts that are entities already stay as they are, byte by byte, since signatures are over them. */
export function multipart(type: string, parameters: Readonly<Record<string, string>>, parts: readonly (Buffer | MimePart)[]): Buffer {
  const bytes = parts.map(part => (part instanceof Uint8Array ? part : entity(part)))
  // What is in none of the parts, since nobody knows the hash of all of them before.
  const boundary = `noroshi-${hash('sha256', Buffer.concat(bytes), 'hex').slice(0, 40)}`
  const named = Object.entries({ ...parameters, boundary }).map(([name, value]) => `;\r\n ${name}="${value}"`).join('')
  return Buffer.concat([
    Buffer.from(`Content-Type: ${type}${named}\r\n\r\n`),
    ...bytes.flatMap(part => [Buffer.from(`--${boundary}\r\n`), part, Buffer.from('\r\n')]),
    Buffer.from(`--${boundary}--\r\n`),
  ])
}

export function entity({ headers, body }: MimePart): Buffer {
  return Buffer.concat([Buffer.from(`${headers.join('\r\n')}\r\n\r\n`), body])
}

/** Base64 in lines of 76 (RFC 2045 §6.8). */
export function base64Lines(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('base64').replaceAll(/.{1,76}/g, '$&\r\n'))
}

export function withCrlf(text: Buffer): Buffer {
  return Buffer.from(text.toString('latin1').replaceAll(/\r?\n/g, '\r\n'), 'latin1')
}
