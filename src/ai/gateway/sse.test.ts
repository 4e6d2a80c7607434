import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { EventReader, withData } from './sse.ts'

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
