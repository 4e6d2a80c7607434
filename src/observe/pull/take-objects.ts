import { createHash } from 'node:crypto'
import { poll } from '../../pipeline/collect/poll.ts'
import type { Receiver } from '../../pipeline/collect/receiver.ts'
import type { StreamSpool } from '../../pipeline/collect/stream-spool.ts'
import { messageOf } from '../../platform/noroshi-error.ts'
import type { Bucket } from '../../platform/object-store/bucket-url.ts'
import { bucketUrl, objectUrl } from '../../platform/object-store/bucket-url.ts'
import { storeError } from '../../platform/object-store/object-answer.ts'
import type { StoreCredentials } from '../../platform/object-store/sign-request.ts'
import { encodeStrictly, signRequest } from '../../platform/object-store/sign-request.ts'
import { boundedContent, wholeContent } from './bounded-content.ts'
import { LISTING_BYTES, OBJECTS } from './defaults.ts'
import type { GetOptions, HttpAnswer } from './http-get.ts'
import { firstAnswer, httpGet } from './http-get.ts'
import type { ListedObject, ObjectListing } from './object-listing.ts'
import { readListing } from './object-listing.ts'

export interface TakenObjects extends Omit<GetOptions, 'headers'>, Bucket {
  readonly prefix: string
  /** Asked for at each request; null: anybody may read. @throws Error */
  credentials(): StoreCredentials | null
  readonly everyMs: number
  /** Bytes of one object. */
  readonly mostBytes: number
}

/**
 * Takes the objects below a prefix of an S3-compatible store, each version (key and ETag) once.
 *
 * @throws Error when the store cannot be read, with the reason for people
 */
export async function takeObjects(objects: TakenObjects, spool: StreamSpool): Promise<Receiver> {
  const taking = new TakingObjects(objects, spool)
  await firstAnswer(signal => taking.page(null, 1, signal))
  return poll({ places: [`s3 ${taking.place}`], everyMs: objects.everyMs, look: signal => taking.look(signal) }, spool)
}

class TakingObjects {
  readonly #options: TakenObjects
  readonly #spool: StreamSpool
  readonly #base: URL
  /** Objects that cannot be taken and were told, with their version. */
  readonly #told = new Map<string, string>()

  constructor(options: TakenObjects, spool: StreamSpool) {
    this.#options = options
    this.#spool = spool
    this.#base = bucketUrl(options)
  }

  get place(): string {
    return `${this.#base.host}${this.#base.pathname}${this.#options.prefix}`
  }

  async look(signal: AbortSignal): Promise<void> {
    let next: string | null = null
    let count = 0
    do {
      const listing: ObjectListing = await this.page(next, PAGE, signal)
      for (const object of listing.objects) {
        if (++count > OBJECTS) throw new Error(`more than ${OBJECTS} objects below ${this.place}; name a longer prefix`)
        if (object.bytes > 0 && !object.key.endsWith('/')) await this.#take(object, signal)
      }
      if (listing.next === next) return
      next = listing.next
    } while (next !== null)
  }

  /** @throws Error */
  async page(token: string | null, most: number, signal: AbortSignal): Promise<ObjectListing> {
    const url = new URL(this.#base)
    const query = { 'list-type': '2', 'max-keys': String(most), 'encoding-type': 'url', prefix: this.#options.prefix, ...(token === null ? {} : { 'continuation-token': token }) }
    url.search = Object.entries(query).map(([name, value]) => `${name}=${encodeStrictly(value)}`).join('&')
    const { body } = await this.#ask(url, {}, signal)
    return readListing((await wholeContent(body, LISTING_BYTES)).toString())
  }

  async #take(object: ListedObject, signal: AbortSignal): Promise<void> {
    const { key, etag, bytes } = object
    const { mostBytes } = this.#options
    const of = `s3-${digest(`${this.#base.href}\0${key}`)}`
    const at = digest(etag)
    if (this.#spool.marks.get(of) === at || this.#told.get(of) === at) return
    if (bytes > mostBytes) return this.#tell(of, at, `${key}: ${bytes} bytes are more than ${mostBytes}; it was not taken`)
    await this.#spool.untilRoom(signal)
    const url = objectUrl(this.#base, key)
    const answer = await this.#ask(url, { 'if-match': `"${etag}"` }, signal).catch((cause: unknown) => {
      // Another version meanwhile, or gone: the next listing says.
      if (cause instanceof StoreRefusal && (cause.status === 412 || cause.status === 404)) return null
      if (cause instanceof StoreRefusal && cause.status === 403) this.#tell(of, at, `${key}: ${messageOf(cause)}`)
      else throw cause
      return null
    })
    if (answer === null) return
    try {
      await this.#spool.keepDocument({ name: key, of, at, content: boundedContent(answer.body, mostBytes) }, signal)
    } finally {
      answer.body.destroy()
    }
  }

  #tell(of: string, at: string, reason: string): void {
    this.#told.set(of, at)
    this.#spool.meter.refuse(reason)
  }

  async #ask(url: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<HttpAnswer> {
    const { region, credentials } = this.#options
    const who = credentials()
    const signed = who === null ? headers : signRequest({ method: 'GET', url, headers, region, now: Date.now() }, who)
    const answer = await httpGet(url, { ...this.#options, headers: signed }, signal)
    if (answer.status === 200) return answer
    const said = await wholeContent(answer.body, ERROR_BYTES).catch(() => Buffer.alloc(0))
    answer.body.destroy()
    throw new StoreRefusal(`the store answers ${answer.status} ${storeError(said.toString())}`.trim(), answer.status)
  }
}

class StoreRefusal extends Error {
  override readonly name = 'StoreRefusal'
  readonly status: number

  constructor(message: string, status: number) {
    super(message)
    this.status = status
  }
}

/** Objects of a page: the most that S3 lists. */
const PAGE = 1_000
const ERROR_BYTES = 65_536

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 48)
}
