/** A mail taken apart, for tests. */
export interface ReadMail {
  readonly headers: ReadonlyMap<string, string>
  readonly parts: readonly ReadMail[]
  /** Of a part without parts, decoded. */
  readonly body: Buffer
  /** Of a part, its bytes as they are. */
  readonly raw: string
}

/** Takes a mail apart as RFC 5322, 2045 and 2047 say; throws where it is not as these say. */
export function readMail(bytes: Buffer | string): ReadMail {
  const text = typeof bytes === 'string' ? bytes : bytes.toString('latin1')
  if (/[^\0-\x7f]/.test(text)) throw new Error('not in 7 bits')
  if (/\r(?!\n)|(?<!\r)\n/.test(text)) throw new Error('a line that ends otherwise than with CRLF')
  const end = text.indexOf('\r\n\r\n')
  const lines = text.slice(0, end).replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n')
  const headers = new Map<string, string>()
  for (const line of lines) {
    const [, name, value] = /^([!-9;-~]+): (.*)$/.exec(line) ?? []
    if (name === undefined || value === undefined) throw new Error(`no header: ${line}`)
    if (headers.has(name.toLowerCase())) throw new Error(`twice: ${name}`)
    headers.set(name.toLowerCase(), decodeWords(value))
  }
  const body = text.slice(end + 4)
  const boundary = /boundary="?([^";]+)"?/.exec(headers.get('content-type') ?? '')?.[1]
  if (boundary !== undefined) {
    const parts = body.split(`--${boundary}`).slice(1, -1).map(part => part.slice(2, -2))
    return { headers, parts: parts.map(readMail), body: Buffer.alloc(0), raw: text }
  }
  const encoding = headers.get('content-transfer-encoding') ?? '7bit'
  return { headers, parts: [], body: encoding === 'base64' ? Buffer.from(body, 'base64') : Buffer.from(body, 'latin1'), raw: text }
}

/** Each encoded word must hold whole characters. */
function decodeWords(text: string): string {
  return text.replaceAll(/\?=\s+=\?/g, '?==?').replaceAll(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi, (_, kind: string, word: string) => {
    const bytes = kind.toUpperCase() === 'B' ? Buffer.from(word, 'base64')
      : Buffer.from(word.replaceAll('_', ' ').replaceAll(/=([0-9A-F]{2})/g, (__, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))), 'latin1')
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  })
}
