import { request } from 'node:http'
import { expect, test } from 'vitest'
import { MOST_WRONG_KEYS_OF_ONE } from '../defaults.ts'
import { gatewayBetween } from '../testing/gateway-between.ts'

const SENT = { model: 'm', messages: [{ role: 'user', content: 'my own words' }] }

async function trying(port: number, headers: Record<string, string>): Promise<number> {
  return (await fetch(`http://127.0.0.1:${port}/v1/chat/completions`, { method: 'POST', headers, body: JSON.stringify(SENT) })).status
}

test('a request without a key of the gateway is written down, without its words or its key', async () => {
  await using between = await gatewayBetween()
  expect(await trying(between.port, { authorization: 'Bearer nk-guessed' })).toBe(401)
  expect(await trying(between.port, {})).toBe(401)
  const told = { event: 'request', application: '', upstream: '', client: expect.stringContaining('127.0.0.1'), path: '/v1/chat/completions', verdict: 'block', layer: '', status: 401, outcome: 'refused', text: '' }
  expect(between.records).toMatchObject([{ ...told, kind: 'wrong-key', reason: 'the key is none of the gateway\'s' }, { ...told, kind: 'no-key', reason_ja: 'キーが送られていない' }])
  expect(JSON.stringify(between.records)).not.toMatch(/nk-guessed|my own words/)
})

test('a connection that is to speak otherwise is written down, too', async () => {
  await using between = await gatewayBetween()
  const status = await new Promise(resolve => {
    request({ port: between.port, path: '/mcp/crm', headers: { connection: 'upgrade', upgrade: 'websocket', authorization: 'Bearer nk-guessed' } }, ({ statusCode }) => resolve(statusCode)).end()
  })
  expect([status, between.records]).toMatchObject([401, [{ kind: 'wrong-key', path: '/mcp/crm' }]])
})

test('of a flood the first are written down, and how many there were', async () => {
  const between = await gatewayBetween()
  const count = 40
  for (let n = 0; n < count; n++) await trying(between.port, { 'x-api-key': `nk-${n}` })
  expect(between.records).toHaveLength(MOST_WRONG_KEYS_OF_ONE)
  await between[Symbol.asyncDispose]()
  expect(between.records.slice(MOST_WRONG_KEYS_OF_ONE)).toMatchObject([{ kind: 'wrong-key', status: 401, count: count - MOST_WRONG_KEYS_OF_ONE, reason: '35 more requests without a key of the gateway' }])
})
