import { setTimeout as pause } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { inOrder } from './in-order.ts'

test('results come in the order of the jobs, with so many begun ahead and no more', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.nat(3), { maxLength: 20 }), fc.integer({ min: 1, max: 4 }), async (delays, width) => {
    let open = 0
    let most = 0
    const results: number[] = []
    async function* jobs() {
      yield* delays.keys()
    }
    const start = async (job: number) => {
      most = Math.max(most, ++open)
      await pause(delays[job]!)
      open--
      return job
    }
    for await (const result of inOrder(jobs(), width, start)) results.push(result)
    expect(results).toEqual([...delays.keys()])
    expect(most).toBeLessThanOrEqual(width)
  }), { numRuns: byDepth(10, 40, 500) })
})

test('a job that fails is told in its turn, however early it failed', async () => {
  const seen: number[] = []
  async function* jobs() {
    yield* [0, 1, 2]
  }
  const start = async (job: number) => {
    if (job === 1) throw new Error('broken')
    await pause(5)
    return job
  }
  await expect((async () => { for await (const job of inOrder(jobs(), 3, start)) seen.push(job) })()).rejects.toThrow('broken')
  expect(seen).toEqual([0])
})
