import type { IncomingMessage } from 'node:http'
import type { RequestOptions } from 'node:https'
import { request } from 'node:https'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream'
import { SENSOR_DEFAULTS } from './defaults.ts'

/** What the hub answered. */
export interface HubAnswer {
  readonly status: number
  /** Undefined when it was no JSON. */
  readonly body: unknown
  /** Milliseconds, of a 503. */
  readonly retryAfterMs: number | null
}

/** One request to the hub, with a text or a stream as its body. @throws Error when there is no connection, or it breaks */
export function askHub(url: URL, options: RequestOptions, body: string | Readable): Promise<HubAnswer> {
  return new Promise((resolve, reject) => {
    const asking = request(url, { ...options, timeout: SENSOR_DEFAULTS.silenceMs }, response => {
      readAnswer(response).then(resolve, reject)
    })
    asking.on('timeout', () => asking.destroy(new Error('the hub does not answer')))
    asking.on('error', reject)
    if (typeof body === 'string') asking.end(body)
    else pipeline(body, asking, cause => { if (cause !== null && cause !== undefined) reject(cause) })
  })
}

async function readAnswer(response: IncomingMessage): Promise<HubAnswer> {
  const blocks: Buffer[] = []
  let bytes = 0
  for await (const block of response as AsyncIterable<Buffer>) {
    bytes += block.length
    if (bytes > SENSOR_DEFAULTS.answerBytes) throw new Error('the hub\'s answer is too long')
    blocks.push(block)
  }
  const seconds = Number(response.headers['retry-after'])
  return { status: response.statusCode ?? 0, body: parseJson(Buffer.concat(blocks).toString('utf8')), retryAfterMs: Number.isFinite(seconds) ? seconds * 1_000 : null }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
