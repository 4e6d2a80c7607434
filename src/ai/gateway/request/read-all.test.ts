import { createServer, request } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { afterEach, expect, test } from 'vitest'
import { MOST_BODY_BYTES } from '../defaults.ts'
import { readAll } from './read-all.ts'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

/** A server that does this with each request; what is written to it begins a request. */
async function serve(answer: (asked: IncomingMessage, response: ServerResponse) => Promise<void>): Promise<ReturnType<typeof request>> {
  const server = createServer((asked, response) => void answer(asked, response)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return request({ port: (server.address() as AddressInfo).port, method: 'POST' }).on('error', () => {})
}

test('a body is read whole, whatever the pieces it comes in', async () => {
  const sent = await serve(async (asked, response) => void response.end(await readAll(asked)))
  for (const piece of ['今', '日は', ' rain']) sent.write(piece)
  sent.end()
  const [answer] = await once(sent, 'response') as [IncomingMessage]
  expect((await readAll(answer))?.toString()).toBe('今日は rain')
})

test('one that is too large is refused in words that its sender can read', async () => {
  const sent = await serve(async (asked, response) => void response.writeHead(await readAll(asked) === null ? 413 : 200).end())
  sent.write(Buffer.alloc(MOST_BODY_BYTES))
  sent.write('x')
  const [answer] = await once(sent, 'response') as [IncomingMessage]
  expect(answer.statusCode).toBe(413)
  sent.destroy()
})

test('one that breaks off is an error', async () => {
  const failed = Promise.withResolvers<unknown>()
  const sent = await serve(async asked => { await readAll(asked).catch(failed.resolve) })
  sent.setHeader('content-length', 100)
  sent.write('half')
  setTimeout(() => sent.destroy(), 50)
  expect(await failed.promise).toMatchObject({ message: 'aborted' })
})
