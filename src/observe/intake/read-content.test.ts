import { deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { MemoryBudget } from './memory-budget.ts'
import { readContent } from './read-content.ts'

const LIMITS = { bodyBytes: 10_000, contentBytes: 100_000 }

async function* blocksOf(bytes: Uint8Array, size = 700): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function* broken(): AsyncIterable<Uint8Array> {
  yield Buffer.from('{')
  throw new Error('aborted')
}

describe('readContent', () => {
  test.each([
    [undefined, Buffer.from], ['identity', Buffer.from], ['gzip', gzipSync], ['x-GZIP', gzipSync], ['deflate', deflateSync], ['zstd', zstdCompressSync],
  ] as const)('reads a body encoded as %s, and holds what it gives', async (encoding, encode) => {
    const budget = new MemoryBudget(50_000)
    const read = await readContent(blocksOf(encode(Buffer.from('a log line\n'.repeat(800)))), encoding, LIMITS, budget)
    if ('refused' in read) throw new Error(read.refused)
    expect([read.content.toString(), read.heldBytes, budget.heldBytes]).toEqual(['a log line\n'.repeat(800), 8_800, 8_800])
  })

  test.each([
    ['too-large', undefined, Buffer.alloc(10_001)], ['too-large', 'gzip', gzipSync(Buffer.alloc(100_001))], ['too-large', 'zstd', zstdCompressSync(Buffer.alloc(100_001))],
    ['broken', 'gzip', Buffer.from('no gzip')], ['broken', 'gzip', gzipSync(Buffer.alloc(9_000)).subarray(0, 20)], ['broken', 'zstd', Buffer.from('nothing')],
    ['unknown-encoding', 'br', Buffer.alloc(1)], ['no-memory', 'gzip', gzipSync(Buffer.alloc(60_000))],
  ] as const)('refuses as %s what is encoded as %s, and holds nothing', async (refused, encoding, body) => {
    const budget = new MemoryBudget(50_000)
    expect(await readContent(blocksOf(body), encoding, LIMITS, budget)).toEqual({ refused })
    expect(budget.heldBytes).toBe(0)
  })

  test.each([undefined, 'gzip'])('tells a sender that broke off (%s) from bad content', async encoding => {
    expect(await readContent(broken(), encoding, LIMITS, new MemoryBudget(1_000))).toEqual({ refused: 'lost' })
  })

  test('comes back from any bytes in any encoding, with nothing held of what it refused', async () => {
    const encoding = fc.constantFrom('gzip', 'deflate', 'zstd', 'identity')
    const bytes = fc.oneof(fc.uint8Array(), fc.uint8Array().map(each => gzipSync(each)), fc.uint8Array().map(each => gzipSync(each).fill(7, 12, 14)))
    await fc.assert(fc.asyncProperty(encoding, bytes, fc.integer({ min: 1, max: 20 }), async (name, each, size) => {
      const budget = new MemoryBudget(1_000)
      const read = await readContent(blocksOf(each, size), name, LIMITS, budget)
      expect(budget.heldBytes).toBe('refused' in read ? 0 : read.content.length)
    }), { numRuns: byDepth(50, 500, 20_000) })
  })
})
