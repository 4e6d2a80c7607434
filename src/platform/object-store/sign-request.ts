import { createHash, createHmac } from 'node:crypto'

/** Who asks, as the store knows him. */
export interface StoreCredentials {
  readonly accessKey: string
  readonly secretKey: string
  /** Of credentials that hold for some hours. */
  readonly sessionToken?: string | undefined
}

export interface SignedRequest {
  readonly method: string
  readonly url: URL
  /** Those to be signed besides `host`. */
  readonly headers: Readonly<Record<string, string>>
  readonly region: string
  /** Milliseconds. */
  readonly now: number
  /** Of its content, in hexadecimal; without it there is none. */
  readonly sha256?: string
}

/**
 * The headers of a request, signed by AWS Signature Version 4 as S3 has it (Amazon S3 API Reference, *Authenticating Requests: Using the
 * Authorization Header*): the path is encoded once.
 */
export function signRequest({ method, url, headers, region, now, sha256: content = EMPTY }: SignedRequest, { accessKey, secretKey, sessionToken }: StoreCredentials): Record<string, string> {
  const stamp = new Date(now).toISOString().replaceAll(/[-:]|\.\d{3}/g, '')
  const day = stamp.slice(0, 8)
  const all: Record<string, string> = {
    ...headers, host: url.host, 'x-amz-content-sha256': content, 'x-amz-date': stamp, ...(sessionToken === undefined ? {} : { 'x-amz-security-token': sessionToken }),
  }
  const named = Object.entries(all).map(([name, value]) => [name.toLowerCase(), value.trim().replaceAll(/ +/g, ' ')] as const).sort(([a], [b]) => (a < b ? -1 : 1))
  const names = named.map(([name]) => name).join(';')
  const canonical = [method, canonicalPath(url), canonicalQuery(url), ...named.map(([name, value]) => `${name}:${value}`), '', names, content].join('\n')
  const scope = `${day}/${region}/s3/aws4_request`
  const key = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>((from, part) => createHmac('sha256', from).update(part).digest(), `AWS4${secretKey}`)
  const signature = createHmac('sha256', key).update(['AWS4-HMAC-SHA256', stamp, scope, sha256(canonical)].join('\n')).digest('hex')
  const { host: _, ...rest } = all
  return { ...rest, authorization: `AWS4-HMAC-SHA256 Credential=${accessKey}/${scope},SignedHeaders=${names},Signature=${signature}` }
}

/** As RFC 3986 has it, whatever the letters: nothing but unreserved ones stays. */
export function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, letter => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)
}

const EMPTY = sha256('')

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function canonicalPath({ pathname }: URL): string {
  return pathname.split('/').map(part => encodeStrictly(decodeURIComponent(part))).join('/')
}

function canonicalQuery({ searchParams }: URL): string {
  return [...searchParams].map(([name, value]) => `${encodeStrictly(name)}=${encodeStrictly(value)}`).sort().join('&')
}
