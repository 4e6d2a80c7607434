import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../../test/depth.ts'
import { Acknowledgements } from './acknowledgements.ts'
import { hecMetadata, parseHecEvents, parseHecRaw } from './parse-hec.ts'
import type { HecRequest } from './parse-hec.ts'

function kept({ lines, fault }: HecRequest) {
  return { lines: Buffer.concat(lines.end().flatMap(batch => batch.lines)).toString().split('\n').slice(0, -1), fault: fault && [fault.name, fault.event] }
}

describe('parseHecEvents', () => {
  test('takes events one after another, with or without anything between them', () => {
    const first = '{"time":1795341600.25,"host":"web1","sourcetype":"access","event":"GET / }{ \\"x\\""}'
    const second = '{\n  "event": {"user": "eve"},\n  "host": "web2"\n}'
    for (const between of ['', '\n', '\r\n\r\n', ' , ']) {
      expect(kept(parseHecEvents(Buffer.from(first + between + second), {}))).toEqual({ lines: [first, second.replaceAll('\n', ' ')], fault: undefined })
    }
    expect(kept(parseHecEvents(Buffer.from(`[${first},${second}]`), {})).lines).toHaveLength(2)
  })

  test('adds what the request says of its events where an event does not say it', () => {
    const metadata = hecMetadata(new URLSearchParams('sourcetype=linux_secure&host=gateway&unknown=1&index='))
    expect(kept(parseHecEvents(Buffer.from('{"event":"a"}{"event":"b","host":"own"}'), metadata)).lines).toEqual([
      '{"sourcetype":"linux_secure","host":"gateway","event":"a"}', '{"sourcetype":"linux_secure","event":"b","host":"own"}',
    ])
  })

  test.each([
    ['', 'noData', 0, 0], ['  \n', 'noData', 0, 0], ['hello', 'badFormat', 0, 0], ['{"event":"a"}{"host":"x"}{"event":"b"}', 'eventRequired', 1, 2],
    ['{"event":""}\n{"event":"b"}', 'eventBlank', 0, 1], ['{"event":"a"}\n{"event":', 'badFormat', 1, 1], ['{"event":"a"}\nno\n{"event":"b"}', 'badFormat', 1, 2],
    ['{"event":nul}{"event":"b"}', 'badFormat', 0, 1],
  ] as const)('of %j it says %s at event %d, and takes %d', (body, name, event, taken) => {
    const { lines, fault } = kept(parseHecEvents(Buffer.from(body), {}))
    expect([fault, lines.length]).toEqual([[name, event], taken])
  })

  test('comes back from any bytes, and what it keeps is one object a line, with an event', () => {
    const piece = fc.oneof(fc.constantFrom('{"event":"a"}', '{"event":{"a":[1,{}]}}', '{', '}', '"', '\\', '\n', '['), fc.string())
    fc.assert(fc.property(fc.array(fc.oneof(piece.map(text => Buffer.from(text)), fc.uint8Array().map(bytes => Buffer.from(bytes)))), pieces => {
      for (const line of kept(parseHecEvents(Buffer.concat(pieces), { host: 'h' })).lines) expect(JSON.parse(line)).toHaveProperty('event')
      for (const line of kept(parseHecRaw(Buffer.concat(pieces), { host: 'h' })).lines) expect(JSON.parse(line)).toHaveProperty('event')
    }), { numRuns: byDepth(200, 3_000, 300_000) })
  })
})

test('parseHecRaw takes an event a line; one that is an object stays one', () => {
  expect(kept(parseHecRaw(Buffer.from('Nov 22 10:00:00 a sshd[1]: "x"\r\n\n{"user":"eve"}\n{"user":\n'), { sourcetype: 's' })).lines).toEqual([
    '{"sourcetype":"s","event":"Nov 22 10:00:00 a sshd[1]: \\"x\\""}', '{"sourcetype":"s","event":{"user":"eve"}}', '{"sourcetype":"s","event":"{\\"user\\":"}',
  ])
})

test('every number that was given out is acknowledged, after a start too, and no other', () => {
  const before = new Acknowledgements(1_795_341_600_000)
  const numbers = [before.next(), before.next()]
  expect(new Set(numbers).size).toBe(2)
  const after = new Acknowledgements(1_795_341_601_000)
  const future = after.next() + 1
  expect(JSON.parse(after.answer(JSON.stringify({ acks: [...numbers, future] })) ?? '')).toEqual({ acks: { [numbers[0]!]: true, [numbers[1]!]: true, [future]: false } })
  expect(['', '[]', '{}', '{"acks":1}'].map(body => after.answer(body))).toEqual([null, null, null, null])
})
