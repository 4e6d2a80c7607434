import { EngineException } from '../engine-exception.ts'

/** Of a request whose body is a form (RFC 7578): where its statement and parameters are too long for the URL, the client sends them so. */
export function boundaryOf(contentType: string | undefined): string | null {
  return /^multipart\/form-data;\s*boundary="?([^"\s;]{1,70})"?\s*$/i.exec(contentType ?? '')?.[1] ?? null
}

/**
 * The fields of a form by name, as texts.
 *
 * @throws {EngineException} 36 for a body that is not one, or that breaks off
 */
export function formFields(body: Buffer, boundary: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>()
  const delimiter = `--${boundary}`
  let at = body.indexOf(delimiter)
  while (at !== -1) {
    const from = at + delimiter.length
    if (body.toString('latin1', from, from + 2) === '--') return fields
    const headEnd = body.indexOf('\r\n\r\n', from)
    const end = headEnd === -1 ? -1 : body.indexOf(`\r\n${delimiter}`, headEnd + 2)
    if (end === -1) break
    const [, name] = /^content-disposition:\s*form-data;\s*name="([^"]*)"/im.exec(body.toString('utf8', from, headEnd)) ?? []
    if (name !== undefined) fields.set(name, body.toString('utf8', headEnd + 4, end))
    at = end + 2
  }
  throw new EngineException(36, 'BAD_ARGUMENTS', 'The form in the body of the request breaks off')
}
