import fc from 'fast-check'
import { request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { byDepth } from '../../../../test/depth.ts'
import { BodyRoom } from './body-room.ts'
import { UNCOUNTED_BODY_BYTES } from '../defaults.ts'
import { answeredWith, gatewayBetween } from '../testing/gateway-between.ts'

const asking = (characters: number) => ({ model: 'm', messages: [{ role: 'user', content: 'hello' }, { role: 'assistant', content: 'x'.repeat(characters) }] })

test('a large request for which there is no room is told to come again, which is written down; small ones and later ones are answered', async () => {
  await using between = await gatewayBetween({}, { bodiesMb: 0.3 })
  const waiting = Promise.withResolvers<void>()
  between.upstream.answerWith(async (asked, response) => {
    if (asked.body.length > 100_000) await waiting.promise
    answeredWith({ choices: [{ message: { role: 'assistant', content: 'Well.' } }] })(asked, response)
  })
  const first = between.ask('/v1/chat/completions', asking(200_000))
  await expect.poll(() => between.upstream.asked.length).toBe(1)
  expect(await between.ask('/v1/chat/completions', asking(200_000))).toMatchObject({ status: 503, text: expect.stringContaining('too many large requests') })
  expect(between.records.at(-1)).toMatchObject({ event: 'request', outcome: 'refused', status: 503 })
  expect((await between.ask('/v1/chat/completions', asking(10_000))).status).toBe(200)
  waiting.resolve()
  expect((await first).status).toBe(200)
  expect((await between.ask('/v1/chat/completions', asking(200_000))).status).toBe(200)
})

test('what is told to come again says when', async () => {
  await using between = await gatewayBetween({}, { bodiesMb: 0.1 })
  const headers = await new Promise(resolve => {
    request({ port: between.port, path: '/v1/chat/completions', method: 'POST', headers: { 'x-api-key': 'nk-of-the-test' } }, answer => resolve(answer.headers)).end(JSON.stringify(asking(200_000)))
  })
  expect(headers).toMatchObject({ 'retry-after': '2', 'connection': 'close' })
})

test('a sender who goes away in the middle takes no room', async () => {
  await using between = await gatewayBetween({}, { bodiesMb: 0.3 })
  const sent = request({ port: between.port, path: '/v1/chat/completions', method: 'POST', headers: { 'x-api-key': 'nk-of-the-test', 'content-length': 290_000 } }).on('error', () => {})
  sent.write('x'.repeat(280_000))
  await sleep(50)
  sent.destroy()
  await sleep(50)
  expect((await between.ask('/v1/chat/completions', asking(200_000))).status).toBe(200)
})

test('never more is held than there is room for, and all is given back', () => {
  const most = 10 * UNCOUNTED_BODY_BYTES
  fc.assert(fc.property(fc.array(fc.tuple(fc.nat({ max: 5 }), fc.integer({ min: 1, max: 3 * UNCOUNTED_BODY_BYTES })), { maxLength: 60 }), growing => {
    const room = new BodyRoom(most)
    const bodies = Array.from({ length: 6 }, () => ({ held: room.hold(), bytes: 0 }))
    for (const [index, bytes] of growing) {
      const body = bodies[index]!
      if (!body.held.isRefused && body.held.grow(bytes)) body.bytes += bytes
    }
    const counted = bodies.map(({ bytes }) => bytes).filter(bytes => bytes > UNCOUNTED_BODY_BYTES)
    expect(counted.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(most)
    for (const { held } of bodies) held.release()
    expect(room.hold().grow(most)).toBe(true)
  }), { numRuns: byDepth(50, 500, 5_000) })
})
