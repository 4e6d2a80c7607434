import { expect, test } from 'vitest'
import { releaseMemory } from './release-memory.ts'

test('gives back large memory, once, and leaves what small buffers share', () => {
  const large = Buffer.allocUnsafeSlow(1_048_576)
  const piece = large.subarray(10, 20)
  const small = [Buffer.from('a'), Buffer.from('b')]
  const before = process.memoryUsage().arrayBuffers
  for (const buffer of [piece, large, ...small]) releaseMemory(buffer)
  expect(before - process.memoryUsage().arrayBuffers).toBeGreaterThanOrEqual(1_048_576)
  expect([large.length, piece.length, ...small.map(String)]).toEqual([0, 0, 'a', 'b'])
})
