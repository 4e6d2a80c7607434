import { request } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { KEY } from './gateway-between.ts'
import type { GatewayBetween } from './gateway-between.ts'

export interface AskedStream {
  readonly answer: IncomingMessage
  /** What has come so far. */
  readonly text: string
  /** Until a text has come, or the stream has ended, or too much time has gone by. @returns whether it has come */
  until(text: string): Promise<boolean>
  /** Reads no more, and goes away. */
  leave(): void
}

/** Asks for a stream and reads it piece by piece. */
export async function askStream({ port }: Pick<GatewayBetween, 'port'>, path: string, body: object, { isSlow = false }: { readonly isSlow?: boolean } = {}): Promise<AskedStream> {
  const sent = request({ port, path, method: 'POST', headers: { 'content-type': 'application/json', 'x-api-key': KEY } })
  sent.end(JSON.stringify({ model: 'm', stream: true, ...body }))
  const answer = await new Promise<IncomingMessage>((resolve, reject) => sent.once('response', resolve).once('error', reject))
  sent.on('error', () => {})
  let text = ''
  if (!isSlow) answer.setEncoding('utf8').on('data', (piece: string) => { text += piece })
  return {
    answer,
    get text() { return text },
    async until(wanted) {
      for (const end = performance.now() + MOST_MS; !text.includes(wanted) && !answer.closed && performance.now() < end;) await sleep(2)
      return text.includes(wanted)
    },
    leave: () => void sent.destroy(),
  }
}

const MOST_MS = 3_000
