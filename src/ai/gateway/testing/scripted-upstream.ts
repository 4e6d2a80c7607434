import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Asked {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export interface ScriptedUpstream {
  readonly url: string
  readonly asked: readonly Asked[]
  /** What the next requests are answered with. */
  answerWith(script: (asked: Asked, response: ServerResponse) => void | Promise<void>): void
  close(): Promise<void>
}

/** A server of models that says what a test wants, over real HTTP. */
export async function scriptedUpstream(): Promise<ScriptedUpstream> {
  const asked: Asked[] = []
  let script: (asked: Asked, response: ServerResponse) => void | Promise<void> = (_, response) => void response.end('{}')
  const server = createServer((request, response) => void (async () => {
    let body = ''
    for await (const block of request) body += String(block)
    const each = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body }
    asked.push(each)
    await script(each, response)
  })().catch(() => response.destroy()))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    answerWith(next) { script = next },
    async close() {
      server.closeAllConnections()
      await new Promise<void>(resolve => server.close(() => resolve()))
    },
  }
}
