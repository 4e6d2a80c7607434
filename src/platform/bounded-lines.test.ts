import { Readable } from 'node:stream'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byDepth } from '../../test/depth.ts'
import { boundedLines } from './bounded-lines.ts'

async function lines(pieces: readonly Uint8Array[], mostBytes: number): Promise<(string | null)[]> {
  const all: (string | null)[] = []
  for await (const line of boundedLines(Readable.from(pieces.map(piece => Buffer.from(piece))), mostBytes)) all.push(line)
  return all
}

test('lines are those that the whole text has, whatever the pieces it comes in', async () => {
  const text = fc.string({ unit: fc.constantFrom('a', '狼', '煙', '\n', '\r\n', '\r'), maxLength: 60 })
  await fc.assert(fc.asyncProperty(text, fc.array(fc.nat(20), { maxLength: 20 }), fc.integer({ min: 1, max: 12 }), async (whole, sizes, mostBytes) => {
    const bytes = Buffer.from(whole)
    const pieces: Buffer[] = []
    let at = 0
    for (const size of sizes) pieces.push(bytes.subarray(at, at += size))
    pieces.push(bytes.subarray(at))
    const expected = whole.split('\n')
    if (expected.at(-1) === '') expected.pop()
    expect(await lines(pieces, mostBytes)).toEqual(expected.map(line => (Buffer.byteLength(line) > mostBytes ? null : line.replace(/\r$/, ''))))
  }), { numRuns: byDepth(50, 500, 20_000) })
})

test('a line that is too long is passed over, however long it is', async () => {
  const block = Buffer.alloc(65_536, 'x')
  expect(await lines([...Array.from({ length: 500 }, () => block), Buffer.from('\nnext')], 100_000)).toEqual([null, 'next'])
})
