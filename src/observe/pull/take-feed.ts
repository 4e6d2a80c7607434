import { createHash } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import * as z from 'zod'
import { poll } from '../../pipeline/collect/poll.ts'
import type { Receiver } from '../../pipeline/collect/receiver.ts'
import type { StreamSpool } from '../../pipeline/collect/stream-spool.ts'
import { boundedContent } from './bounded-content.ts'
import type { GetOptions, HttpAnswer } from './http-get.ts'
import { firstAnswer, httpGet } from './http-get.ts'

export interface TakenFeed extends Omit<GetOptions, 'headers'> {
  readonly url: string
  /** Of `Authorization`; asked for at each look. @throws Error */
  authorization?(): string
  readonly everyMs: number
  /** Bytes of one content. */
  readonly mostBytes: number
}

/**
 * Takes what a URL holds whenever it is another: asked for with what the server said of the last one (ETag, Last-Modified; RFC 9110 §13), and kept only when
 * its digest is new.
 *
 * @throws Error when it does not answer, with the reason for people
 */
export async function takeFeed(feed: TakenFeed, spool: StreamSpool): Promise<Receiver> {
  const taking = new TakingFeed(feed, spool)
  await taking.tryOnce()
  return poll({ places: [`feed ${withoutSecrets(feed.url)}`], everyMs: feed.everyMs, look: signal => taking.look(signal) }, spool)
}

class TakingFeed {
  readonly #feed: TakenFeed
  readonly #url: URL
  readonly #spool: StreamSpool
  readonly #of: string

  constructor(feed: TakenFeed, spool: StreamSpool) {
    this.#feed = feed
    this.#url = new URL(feed.url)
    this.#spool = spool
    this.#of = `url-${createHash('sha256').update(feed.url).digest('hex').slice(0, 48)}`
  }

  /** Whether it answers as it should. @throws Error */
  async tryOnce(): Promise<void> {
    const { body } = await firstAnswer(signal => this.#ask({}, signal))
    body.destroy()
  }

  async look(signal: AbortSignal): Promise<void> {
    await this.#spool.untilRoom(signal)
    const known = await readState(this.#spool.folder, this.#of, this.#spool.marks.get(this.#of))
    const answer = await this.#ask(known, signal)
    try {
      if (answer.status === 304) return
      const name = basename(this.#url.pathname) || this.#url.hostname
      await this.#spool.keepDocument({ name, of: this.#of, at: null, content: boundedContent(answer.body, this.#feed.mostBytes) }, signal)
      await writeState(this.#spool.folder, { of: this.#of, sha256: this.#spool.marks.get(this.#of), etag: answer.headers.etag, lastModified: answer.headers['last-modified'] })
    } finally {
      answer.body.destroy()
    }
  }

  async #ask({ etag, lastModified }: Partial<FeedState>, signal: AbortSignal): Promise<HttpAnswer> {
    const authorization = this.#feed.authorization?.()
    const answer = await httpGet(this.#url, {
      ...this.#feed,
      headers: {
        ...(authorization === undefined ? {} : { authorization }),
        ...(etag === undefined ? {} : { 'if-none-match': etag }),
        ...(lastModified === undefined ? {} : { 'if-modified-since': lastModified }),
      },
    }, signal)
    if (answer.status === 200 || answer.status === 304) return answer
    answer.body.destroy()
    throw new Error(`${withoutSecrets(this.#feed.url)} answers ${answer.status}`)
  }
}

/** Without what some put into URLs. */
function withoutSecrets(text: string): string {
  const url = new URL(text)
  return `${url.protocol}//${url.host}${url.pathname}`
}

/** What the server said of the content taken last. Without it the content is fetched again, and known by its digest. */
const stateSchema = z.strictObject({ of: z.string(), sha256: z.string(), etag: z.string().max(1_000).optional(), lastModified: z.string().max(100).optional() })

type FeedState = z.infer<typeof stateSchema>

const STATE = 'feed.json'

/** Only as long as that content is known to have been taken: a copy of the data may lack it. */
async function readState(folder: string, of: string, sha256: string | undefined): Promise<Partial<FeedState>> {
  try {
    const state = stateSchema.parse(JSON.parse(await readFile(join(folder, STATE), 'utf8')))
    return state.of === of && state.sha256 === sha256 ? state : {}
  } catch {
    return {}
  }
}

async function writeState(folder: string, state: { readonly of: string; readonly sha256: string | undefined; readonly etag: string | undefined; readonly lastModified: string | undefined }): Promise<void> {
  const parsed = stateSchema.safeParse(state)
  if (!parsed.success) return
  await writeFile(join(folder, `${STATE}.part`), JSON.stringify(parsed.data), { mode: 0o600 })
  await rename(join(folder, `${STATE}.part`), join(folder, STATE))
}
