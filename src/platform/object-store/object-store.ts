import { createReadStream, createWriteStream, readFileSync } from 'node:fs'
import type { ClientRequest, IncomingMessage } from 'node:http'
import { request as requestPlain } from 'node:http'
import { request as requestTls } from 'node:https'
import { pipeline } from 'node:stream/promises'
import type { Bucket } from './bucket-url.ts'
import { bucketUrl, objectUrl } from './bucket-url.ts'
import { ANSWER_BYTES, CONTINUE_MS, SILENCE_MS } from './defaults.ts'
import { storeError } from './object-answer.ts'
import type { StoreCredentials } from './sign-request.ts'
import { signRequest } from './sign-request.ts'

export interface ObjectStoreOptions extends Bucket {
  /** Path of authorities in PEM; undefined: those of the system. */
  readonly authority?: string | undefined
  /** Asked for at each request. @throws Error */
  credentials(): StoreCredentials
}

/** A file to be put into a store. */
export interface StoredFile {
  readonly path: string
  readonly bytes: number
  /** In hexadecimal. */
  readonly sha256: string
}

/** Puts objects into a bucket of an S3-compatible store, fetches and removes them (Amazon S3 API Reference: PutObject, HeadObject, GetObject, DeleteObject). */
export class ObjectStore {
  readonly #options: ObjectStoreOptions
  readonly #bucket: URL

  constructor(options: ObjectStoreOptions) {
    this.#options = options
    this.#bucket = bucketUrl(options)
  }

  /** Where an object lies. */
  urlOf(key: string): string {
    return objectUrl(this.#bucket, key).href
  }

  /** Whether a URL is of an object of this bucket. */
  has(url: string): boolean {
    return url.startsWith(this.#bucket.href)
  }

  /**
   * In one request, as one object: stores take up to 5 GiB that way. The digest is signed, so that the store refuses what changed under way; then it is asked
   * what it has.
   *
   * @throws Error with the reason for people
   */
  async put(key: string, { path, bytes, sha256 }: StoredFile): Promise<void> {
    const url = objectUrl(this.#bucket, key)
    await this.#ask('PUT', url, { 'content-length': String(bytes), 'content-type': 'application/octet-stream' }, { path, sha256 })
    const { headers } = await this.#ask('HEAD', url, {})
    if (headers['content-length'] !== String(bytes)) throw new Error(`the store has ${headers['content-length'] ?? 'unknown'} bytes of ${key}, sent were ${bytes}`)
  }

  /** Writes an object into a file. @throws Error with the reason for people; what was written by then is left */
  async get(url: string, path: string): Promise<void> {
    const { answer } = await this.#begin('GET', new URL(url), {})
    if (answer.statusCode !== 200) throw refusalOf(answer, await textOf(answer))
    await pipeline(answer, createWriteStream(path, { mode: 0o600 }))
  }

  /** One that is gone already is no error. @throws Error with the reason for people */
  async remove(url: string): Promise<void> {
    await this.#ask('DELETE', new URL(url), {})
  }

  async #ask(method: 'PUT' | 'HEAD' | 'DELETE', url: URL, headers: Readonly<Record<string, string>>, content?: { readonly path: string; readonly sha256: string }): Promise<IncomingMessage> {
    const { answer, asking, sending } = await this.#begin(method, url, headers, content)
    const said = await textOf(answer)
    // One that was refused before it was sent.
    if (!sending.writableEnded) asking.destroy()
    const { statusCode: status = 0 } = answer
    if ((status >= 200 && status < 300) || (method === 'DELETE' && status === 404)) return answer
    throw refusalOf(answer, said)
  }

  /** Settles when the answer begins. */
  async #begin(
    method: 'PUT' | 'HEAD' | 'GET' | 'DELETE', url: URL, headers: Readonly<Record<string, string>>, content?: { readonly path: string; readonly sha256: string },
  ): Promise<{ readonly answer: IncomingMessage; readonly asking: ClientRequest; readonly sending: ClientRequest }> {
    const { region, credentials, authority } = this.#options
    const signed = signRequest({ method, url, headers, region, now: Date.now(), ...(content !== undefined && { sha256: content.sha256 }) }, credentials())
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
    const asking = (url.protocol === 'https:' ? requestTls : requestPlain)(url, {
      method, headers: { 'user-agent': 'noroshi', ...signed, ...(content !== undefined && { expect: '100-continue' }) }, timeout: SILENCE_MS, agent: false, ...(authority !== undefined && { ca: readFileSync(authority) }),
    }, resolve)
    asking.once('timeout', () => asking.destroy(new Error('the store does not answer')))
    asking.once('error', reject)
    const sending = content === undefined ? asking.end() : send(content.path, asking, reject)
    return { answer: await promise, asking, sending }
  }
}

function refusalOf({ statusCode = 0 }: IncomingMessage, said: string): Error {
  return new Error(`the store answers ${statusCode} ${storeError(said)}`.trim())
}

/** Sends when the store asks for it, or says nothing: one that refuses by then is heard, instead of a connection that it closed while it was sent to (RFC 9110 §10.1.1). */
function send(path: string, asking: ClientRequest, reject: (cause: unknown) => void): ClientRequest {
  let isBegun = false
  const begin = () => {
    if (isBegun || asking.destroyed) return
    isBegun = true
    pipeline(createReadStream(path), asking).catch(reject)
  }
  const waiting = setTimeout(begin, CONTINUE_MS)
  asking.once('continue', begin).once('response', () => {
    clearTimeout(waiting)
    isBegun = true
  }).once('close', () => clearTimeout(waiting))
  asking.flushHeaders()
  return asking
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const blocks: Buffer[] = []
  let bytes = 0
  for await (const block of answer as AsyncIterable<Buffer>) {
    bytes += block.length
    if (bytes <= ANSWER_BYTES) blocks.push(block)
  }
  return Buffer.concat(blocks).toString()
}
