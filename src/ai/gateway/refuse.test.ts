import type { IncomingMessage } from 'node:http'
import { Agent, request } from 'node:http'
import { afterAll, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { MOST_BODY_BYTES } from './defaults.ts'
import { gatewayBetween } from './testing/gateway-between.ts'

const agent = new Agent({ keepAlive: true, maxSockets: 1 })
afterAll(() => agent.destroy())

/** One after another over connections that are kept. */
function post(port: number, body: string | Buffer, key = 'nk-of-the-test') {
  return new Promise<{ status: number | undefined; connection: string | undefined; text: string }>((resolve, reject) => {
    const sent = request({ port, path: '/v1/chat/completions', method: 'POST', agent, headers: { 'x-api-key': key } }, (answer: IncomingMessage) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (piece: string) => { text += piece }).on('end', () => resolve({ status: answer.statusCode, connection: answer.headers.connection, text })).on('error', reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

const ORDINARY = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'hello' }] })

const TOO_LARGE: [string, number, string, number][] = [['too large', MOST_BODY_BYTES + 2 ** 20, 'nk-of-the-test', 413]]

test.each([...byDepth([], TOO_LARGE, TOO_LARGE), ['of an unknown key', 2 ** 21, 'nk-other', 401] as const])('who sends a request that is %s reads why, and the next one is answered at once', async (_, bytes, key, status) => {
  await using between = await gatewayBetween()
  expect(await post(between.port, ORDINARY)).toMatchObject({ status: 200, connection: 'keep-alive' })
  const start = performance.now()
  expect(await post(between.port, Buffer.alloc(bytes, 'x'), key)).toMatchObject({ status, connection: 'close', text: expect.stringContaining('noroshi') })
  expect(await post(between.port, ORDINARY)).toMatchObject({ status: 200 })
  expect(performance.now() - start).toBeLessThan(4_000)
})

test('who goes on sending is cut off', async () => {
  await using between = await gatewayBetween()
  const sent = request({ port: between.port, path: '/v1/chat/completions', method: 'POST', headers: { 'x-api-key': 'nk-other' } })
  const [answer, closed] = [Promise.withResolvers<IncomingMessage>(), Promise.withResolvers<void>()]
  sent.once('response', answer.resolve).on('error', () => closed.resolve()).once('close', () => closed.resolve())
  const block = Buffer.alloc(2 ** 20)
  const sending = setInterval(() => { for (let n = 0; n < 8 && !sent.destroyed; n++) sent.write(block) }, 1)
  expect((await answer.promise).statusCode).toBe(401)
  await closed.promise
  clearInterval(sending)
})
