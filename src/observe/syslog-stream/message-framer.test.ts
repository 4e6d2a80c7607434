import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { FRAME_BYTES, MESSAGE_BYTES } from './defaults.ts'
import { MessageFramer } from './message-framer.ts'

const RUNS = byDepth(100, 1_000, 100_000)

/** What comes of a stream that arrives in these pieces. */
function framed(pieces: readonly Buffer[]): { readonly messages: string[]; readonly refused: string[]; readonly isCut: boolean } {
  const refused: string[] = []
  const framer = new MessageFramer(reason => refused.push(reason))
  const messages: string[] = []
  let count = 0
  for (const piece of pieces) {
    const some = framer.push(piece)
    if (some === null) return { messages, refused, isCut: true }
    messages.push(...linesOf(some.lines))
    count += some.count
  }
  const last = framer.end()
  messages.push(...linesOf(last.lines))
  expect(count + last.count).toBe(messages.length)
  return { messages, refused, isCut: false }
}

function linesOf(lines: readonly Buffer[]): string[] {
  const text = Buffer.concat(lines).toString('latin1')
  if (text === '') return []
  expect(text.endsWith('\n')).toBe(true)
  return text.slice(0, -1).split('\n')
}

function cut(stream: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [...new Set(cuts.map(each => each % (stream.length + 1)))].sort((a, b) => a - b)
  return [0, ...places].map((from, index) => stream.subarray(from, places[index] ?? stream.length)).filter(({ length }) => length > 0)
}

const cuts = fc.array(fc.nat(), { maxLength: 20 })

describe('MessageFramer', () => {
  test.each([
    ['a line each', '<13>a\n<13>b\n', ['<13>a', '<13>b']],
    ['CR LF', '<13>a\r\n<13>b\r\n', ['<13>a', '<13>b']],
    ['a count before each (RFC 5425 §4.3)', '5 <13>a6 <13>bb', ['<13>a', '<13>bb']],
    ['both', '<13>a\n5 <13>b<13>c\n', ['<13>a', '<13>b', '<13>c']],
    ['a line end within a counted message', '8 <13>a\nbc<13>d\n', ['<13>a#012bc', '<13>d']],
    ['a line end behind a counted message', '6 <13>a\n5 <13>b', ['<13>a', '<13>b']],
    ['no line end at the end', '<13>a\n<13>b', ['<13>a', '<13>b']],
    ['blank lines', '\n\n<13>a\n\n', ['<13>a']],
    ['a NUL behind', '<13>a\0\n', ['<13>a']],
    ['a number that counts nothing', '2026-11-22 <13>\n17 text\n', ['2026-11-22 <13>', '17 text']],
  ])('reads %s', (_, stream, messages) => {
    const bytes = Buffer.from(stream, 'latin1')
    for (let at = 0; at <= bytes.length; at++) {
      expect(framed([bytes.subarray(0, at), bytes.subarray(at)]).messages).toEqual(messages)
    }
  })

  test('gives the messages that were sent, however they were framed and cut', () => {
    const message = fc.string({ unit: fc.constantFrom('a', '<', ' ', '7', '\r', 'é'), minLength: 1, maxLength: 60 }).map(text => `<13>${text}x`)
    fc.assert(fc.property(fc.array(fc.record({ message, isCounted: fc.boolean() }), { maxLength: 30 }), cuts, (sent, places) => {
      const stream = Buffer.concat(sent.map(({ message: text, isCounted }) => {
        const bytes = Buffer.from(text)
        return isCounted ? Buffer.concat([Buffer.from(`${bytes.length} `), bytes]) : Buffer.concat([bytes, Buffer.from('\n')])
      }))
      const { messages, refused } = framed(cut(stream, places))
      expect(messages).toEqual(sent.map(({ message: text }) => Buffer.from(text).toString('latin1')))
      expect(refused).toEqual([])
    }), { numRuns: RUNS })
  })

  test('takes any bytes, gives the same however they are cut, and keeps no more than it may', () => {
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.string({ unit: fc.constantFrom('1', '9', ' ', '<', '\n', '\0', '\r', 'a'), maxLength: 300 }).map(text => Buffer.from(text)))
    fc.assert(fc.property(bytes, cuts, (content, places) => {
      const stream = Buffer.from(content)
      expect(framed(cut(stream, places))).toEqual(framed([stream]))
    }), { numRuns: RUNS })
  })

  test.each(['line', 'counted'])('cuts a message that is too long, tells it, and goes on: %s', how => {
    const long = `<13>${'x'.repeat(3 * MESSAGE_BYTES)}`
    const stream = Buffer.from(how === 'line' ? `${long}\n<13>next\n` : `${long.length} ${long}8 <13>next`)
    const pieces = Array.from({ length: Math.ceil(stream.length / 1_000) }, (_, index) => stream.subarray(index * 1_000, (index + 1) * 1_000))
    const { messages, refused } = framed(pieces)
    expect(messages).toEqual([long.slice(0, MESSAGE_BYTES), '<13>next'])
    expect(refused).toEqual([`a message of ${long.length} bytes was cut after ${MESSAGE_BYTES}`])
  })

  test('follows no count that nobody sends', () => {
    expect(framed([Buffer.from(`${FRAME_BYTES + 1} <13>`)])).toEqual({
      messages: [], refused: [`a message of ${FRAME_BYTES + 1} bytes was announced; the connection is closed`], isCut: true,
    })
  })

  test('keeps what came of a counted message when the connection ends within it, and tells it', () => {
    expect(framed([Buffer.from('100 <13>half')])).toEqual({ messages: ['<13>half'], refused: ['the connection ended within a message'], isCut: false })
  })
})
