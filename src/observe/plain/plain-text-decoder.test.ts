import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { decodeAll, TEST_DATE } from '../../../test/memory-evidence.ts'
import { formatTime } from '../../model/time.ts'
import { leadingTime } from './leading-time.ts'
import { plainTextDecoder } from './plain-text-decoder.ts'

const decoder = plainTextDecoder()

describe('plainTextDecoder', () => {
  test('makes an event of each line that is not blank', async () => {
    const { rows, errors } = await decodeAll(decoder, '2026-04-17 05:24:53,088 started\r\n\r\n  at frame one\nlast')
    expect(errors).toEqual([])
    expect(rows.map(({ record, offset, length, time, fields }) => [record, offset, length, formatTime(time), fields['message']])).toEqual([
      [0, 0, 31, '2026-04-17T05:24:53.088000Z', '2026-04-17 05:24:53,088 started'],
      [2, 35, 14, null, '  at frame one'],
      [3, 50, 4, null, 'last'],
    ])
  })

  test.each([
    ['2026-04-17 05:24:53 words\n', true],
    ['[2026-04-17 05:24:53] 日本語のログ\n', true],
    ['2026-04-17 05:24:53 fault\n  at one\n  at two\n  at three\n', true],
    ['2026-04-17 05:24:53 a\0b', false],
    ['words\n', false],
    ['# Read me\n\nWhat this folder holds.\n', false],
    ['', false],
    ['\u0001\u0002\u0003\u0004', false],
  ])('%j is a log: %s', (text, expected) => {
    expect(decoder.recognises(Buffer.from(text), '')).toBe(expected)
  })

  test('bytes of no encoding are no text', () => {
    expect(decoder.recognises(Uint8Array.from({ length: 500 }, (_, i) => 128 + i % 128), '')).toBe(false)
  })

  test('never throws', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async bytes => {
      expect(typeof decoder.recognises(bytes, '')).toBe('boolean')
      await decodeAll(decoder, bytes)
    }), { numRuns: byDepth(100, 1_000, 50_000) })
  })
})

describe('leadingTime', () => {
  test.each([
    ['[2026-04-17T05:24:53Z] up', '2026-04-17T05:24:53.000000Z'],
    ['2026/04/17 05:24:53 up', '2026-04-17T05:24:53.000000Z'],
    ['2026-04-17 05:24:53.5 +0900 up', '2026-04-16T20:24:53.500000Z'],
    ['2026-04-17 05:24:53 -5 is no zone', '2026-04-17T05:24:53.000000Z'],
    ['[Fri Apr 17 05:24:53.123 2020] [core:notice]', '2020-04-17T05:24:53.123000Z'],
    ['Dec 31 05:24:53 host', '2025-12-31T05:24:53.000000Z'],
    ['17/Apr/2020:05:24:53 +0000 GET', '2020-04-17T05:24:53.000000Z'],
    ['at 2026-04-17', null],
    ['2026-13-17 05:24:53', null],
  ])('of %j is %s', (line, expected) => {
    expect(formatTime(leadingTime(line, TEST_DATE)?.microseconds ?? null)).toBe(expected)
  })
})
