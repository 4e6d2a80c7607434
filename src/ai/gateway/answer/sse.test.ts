import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byDepth } from '../../../../test/depth.ts'
import { MOST_EVENT_CHARACTERS } from '../defaults.ts'
import { EventReader, EventTooLong, withData } from './sse.ts'
import { gatewayBetween } from '../testing/gateway-between.ts'

test('cuts a stream into its events, whatever the pieces it comes in', () => {
  const end = fc.constantFrom('\n\n', '\r\n\r\n', '\n\r\n', '\r\n\n', '\r\r', '\n\r')
  const event = fc.oneof(fc.constant('data: [DONE]'), fc.constant(': comment'), fc.jsonValue().map(value => `event: x\ndata: ${JSON.stringify({ value, 煙: '火' })}`))
  fc.assert(fc.property(fc.array(fc.tuple(event, end)), fc.integer({ min: 1, max: 40 }), (events, size) => {
    const text = events.map(([each, mark]) => each + mark).join('')
    const bytes = Buffer.from(text)
    const reader = new EventReader()
    const read = []
    for (let at = 0; at < bytes.length; at += size) read.push(...reader.push(bytes.subarray(at, at + size)))
    const last = reader.end()
    expect([...read, ...(last === null ? [] : [last])].map(({ raw }) => raw).join('')).toBe(text)
    expect(read.filter(({ data }) => data !== null)).toHaveLength(events.filter(([each]) => each.startsWith('event')).length)
  }), { numRuns: byDepth(100, 500, 20_000) })
})

test.each(['data: {"a":1}', 'data:   {"a":1}', '\ufeffdata: {"a":1}', 'data: {"a":\ndata: 1}', 'data: {"a":\rdata: 1}'])('reads the data of %j, as readers of streams do', written => {
  expect(new EventReader().push(Buffer.from(`${written}\n\n`))).toMatchObject([{ data: { a: 1 } }])
})

test('puts other data in an event, and leaves the rest', () => {
  expect(withData('event: a\rdata: {"b":1}\r\r', { b: 2 })).toBe('event: a\ndata: {"b":2}\n\n')

  expect(withData('event: a\nid: 7\ndata: {"b":\ndata: 1}\n\n', { b: 2 })).toBe('event: a\nid: 7\ndata: {"b":2}\n\n')
})

test('a long event in small pieces costs no more than in large ones', () => {
  const bytes = Buffer.from(`data: {"picture":"${'a'.repeat(4_000_000)}"}\n\n`)
  const reader = new EventReader()
  const events = []
  const start = performance.now()
  for (let at = 0; at < bytes.length; at += 1_400) events.push(...reader.push(bytes.subarray(at, at + 1_400)))
  expect(events).toHaveLength(1)
  expect(performance.now() - start).toBeLessThan(1_500)
})

test.each(['refuse', 'pass'] as const)('an event without end is not waited for, and whoever reads the records is told (what cannot be judged: %s)', async unreadable => {
  expect(() => new EventReader().push(Buffer.alloc(MOST_EVENT_CHARACTERS + 1, 'x'))).toThrow(EventTooLong)
  await using between = await gatewayBetween({ unreadable })
  const long = `data: {"choices":[],"x":"${'x'.repeat(MOST_EVENT_CHARACTERS + 500_000)}"}\n\n`
  between.upstream.answerWith((_, response) => void response.writeHead(200, { 'content-type': 'text/event-stream' }).end(`data: {"choices":[]}\n\n${long}`))
  const { text } = await between.ask('/v1/chat/completions', { model: 'm', stream: true, messages: [{ role: 'user', content: 'hello' }] })
  expect(text).toMatch(/^data: \{"choices":\[\]\}\n\ndata: \{.{1,300}too large to be judged.{1,300}\}\n\ndata: \[DONE\]\n\n$/)
  expect(between.records.at(-1)).toMatchObject({ event: 'answer', outcome: 'withheld', kind: 'unreadable' })
})

test('where nobody wants answers judged it passes', async () => {
  await using between = await gatewayBetween({ judgesAnswers: false })
  const long = `data: {"x":"${'x'.repeat(MOST_EVENT_CHARACTERS + 500_000)}"}\n\ndata: [DONE]\n\n`
  between.upstream.answerWith((_, response) => void response.writeHead(200, { 'content-type': 'text/event-stream' }).end(long))
  const { text } = await between.ask('/v1/chat/completions', { model: 'm', stream: true, messages: [{ role: 'user', content: 'hello' }] })
  expect(text === long).toBe(true)
})
