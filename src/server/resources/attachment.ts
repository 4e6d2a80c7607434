/**
 * Bytes of evidence as an answer: hostile content by definition, so it is never shown by the browser, only saved. The name is data too:
 * what does not fit a header is escaped (RFC 6266, RFC 8187).
 */
export function attachment(body: ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer>, name: string, bytes: number): Response {
  return new Response(body, {
    headers: {
      'content-type': 'application/octet-stream',
      'content-length': String(bytes),
      'content-disposition': disposition(name),
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    },
  })
}

/** What follows the last separator of a path, also of one inside an archive. */
export function fileName(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path
}

function disposition(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9._-]/g, '_').slice(0, NAME_LENGTH)
  const encoded = encodeURIComponent(name.slice(0, NAME_LENGTH).toWellFormed()).replace(/['()*]/g, sign => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}

const NAME_LENGTH = 120
