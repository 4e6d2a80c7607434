import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { byDepth } from '../../test/depth.ts'
import type { Steps } from './steps.ts'
import { atOnce, inTurns } from './steps.ts'

/** Works for some milliseconds in each step. */
function* working(steps: number, { milliseconds = 0, did = () => {} }: { milliseconds?: number; did?: () => void } = {}): Steps<number> {
  for (let step = 0; step < steps; step++) {
    for (const since = performance.now(); performance.now() - since < milliseconds;);
    did()
    yield
  }
  return steps
}

it('is the same at once and in turns', async () => {
  await fc.assert(fc.asyncProperty(fc.nat(200), async steps => {
    expect([await inTurns(working(steps)), atOnce(working(steps))]).toEqual([steps, steps])
  }), { numRuns: byDepth(20, 100, 1_000) })
})

it('takes no turn of the event loop for what is short, while nothing long is under way', async () => {
  let turned = false
  setImmediate(() => { turned = true })
  await inTurns(working(3))
  expect(turned).toBe(false)
})

it('takes none for what has one step, whatever is under way', async () => {
  const long = inTurns(working(20, { milliseconds: 6 }))
  let turned = false
  setImmediate(() => { turned = true })
  await inTurns(working(0))
  expect(turned).toBe(false)
  await long
})

it('has what is long work one after another, a turn each', async () => {
  const order: number[] = []
  await Promise.all([0, 1, 2].map(each => inTurns(working(3, { milliseconds: 6, did: () => order.push(each) }))))
  expect(order).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2])
})

it('lets others have their turn between two of any', async () => {
  let rounds = 0
  const counting = setInterval(() => { rounds++ }, 1)
  await Promise.all(Array.from({ length: 10 }, () => inTurns(working(5, { milliseconds: 6 }))))
  clearInterval(counting)
  expect(rounds).toBeGreaterThanOrEqual(35)
})

it('counts its own time only', async () => {
  let worked = 0
  const started = performance.now()
  const others = inTurns(working(10, { milliseconds: 10 }))
  await inTurns(working(5, { milliseconds: 10 }), { worked: milliseconds => { worked += milliseconds } })
  await others
  expect(worked).toBeGreaterThanOrEqual(50)
  expect(worked).toBeLessThan(performance.now() - started - 50)
})

it('ends with its signal, and holds up nobody behind it', async () => {
  const leaving = new AbortController()
  let steps = 0
  const left = inTurns(working(1_000, { milliseconds: 6, did: () => { steps++ } }), { signal: leaving.signal })
  const behind = inTurns(working(3, { milliseconds: 6 }))
  await sleep(20)
  leaving.abort()
  await expect(left).rejects.toThrow('aborted')
  expect([await behind, steps < 100]).toEqual([3, true])
})

it('throws what a step throws, and goes on with others', async () => {
  function* broken(): Steps<never> {
    yield* working(2, { milliseconds: 6 })
    throw new Error('broken')
  }
  const others = inTurns(working(4, { milliseconds: 6 }))
  await expect(inTurns(broken())).rejects.toThrow('broken')
  expect(await others).toBe(4)
})
