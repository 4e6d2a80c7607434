import { createClient } from '@clickhouse/client'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { Answer } from './child/answer.ts'
import { HELD_RESULT_BYTES } from './defaults.ts'
import { EngineException } from './engine-exception.ts'
import { storeErrorOf } from './store-error.ts'
import { keepExceptionsWhole } from './whole-exception.ts'

const THROWN = new EngineException(395, 'FUNCTION_THROW_IF_VALUE_IS_NON_ZERO', 'Value 値 passed to throwIf is non-zero')
const ROWS = '{"n":1}\n'.repeat(HELD_RESULT_BYTES / 8)

test('an exception that arrives in pieces, cut anywhere, is told with its code and words', async () => {
  let cut = 0
  const client = await clientOf(async (request, response) => {
    request.resume()
    const answer = new Answer(response, 'id')
    answer.hasFormat('JSONEachRow')
    await answer.write(Buffer.from(ROWS), new AbortController().signal)
    const { end } = response
    response.end = (frame: unknown) => {
      const bytes = Buffer.from(String(frame))
      response.write(bytes.subarray(0, cut))
      void sleep(5).then(() => end.call(response, bytes.subarray(cut), 'utf8', () => {}))
      return response
    }
    answer.fail(THROWN)
  })
  const length = `\r\n__exception__\r\n0123456789abcdef\r\n${THROWN.message}\n100 0123456789abcdef\r\n__exception__\r\n`.length
  for (cut = 0; cut < length; cut += byDepth(7, 1, 1)) {
    const result = await client.query({ query: 'SELECT n', format: 'JSONEachRow' })
    const error = await result.json().then(() => null, storeErrorOf)
    expect([cut, error]).toMatchObject([cut, { code: 'store-refused', message: expect.stringContaining('値 passed to throwIf') }])
  }
})

test('what only begins like an exception is data', async () => {
  const content = ['a\r', '\n__except', 'ion__ is no exception\r', '\n']
  const client = await clientOf(async (request, response) => {
    request.resume()
    response.writeHead(200, { 'X-ClickHouse-Exception-Tag': 'tag' })
    for (const piece of content) {
      response.write(piece)
      await sleep(5)
    }
    response.end()
  })
  expect(await (await client.query({ query: 'SELECT 1', format: 'TabSeparated' })).text()).toBe(content.join(''))
})

async function clientOf(listener: RequestListener) {
  const server = createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const client = createClient({ url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`, log: { level: 127 } })
  onTestFinished(async () => {
    await client.close()
    server.close()
  })
  keepExceptionsWhole(client)
  return client
}
