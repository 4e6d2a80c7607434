import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WorkerDied, WorkerPool } from './worker-pool.ts'

interface Task { readonly work: 'double' | 'fail' | 'throw' | 'exit' | 'fill' | 'hang' | 'late' | 'progress'; readonly number: number }

const WORKER = `
import { parentPort, workerData } from 'node:worker_threads'
parentPort.on('message', ({ work, number }) => {
  if (work === 'fail') return parentPort.postMessage({ kind: 'failed', reason: 'refused ' + number })
  if (work === 'throw') throw new Error('thrown ' + number)
  if (work === 'exit') process.exit(number)
  if (work === 'fill') { const heap = []; for (;;) heap.push(new Array(1000).fill({})) }
  if (work === 'hang') return
  if (work === 'late') setTimeout(() => { throw new Error('late') }, 20)
  if (work === 'progress') for (let i = 0; i < number; i++) parentPort.postMessage({ kind: 'progress', progress: i })
  parentPort.postMessage({ kind: 'done', result: number * workerData.factor })
})`

describe('a pool of workers', () => {
  let directory = ''
  let pool: WorkerPool<Task, number, number>

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'noroshi-pool-'))
    writeFileSync(join(directory, 'worker.mjs'), WORKER)
    pool = new WorkerPool(pathToFileURL(join(directory, 'worker.mjs')), { factor: 2 }, 2, { heapMb: 32, silenceMs: 3_000 })
  })
  afterAll(async () => {
    await pool.close()
    await rm(directory, { recursive: true })
  })

  test('answers every task, more than it has threads', async () => {
    const numbers = Array.from({ length: 20 }, (_, i) => i)
    expect(await Promise.all(numbers.map(number => pool.run({ work: 'double', number })))).toEqual(numbers.map(number => number * 2))
  })

  test('passes progress on', async () => {
    const seen: number[] = []
    await pool.run({ work: 'progress', number: 3 }, progress => seen.push(progress))
    expect(seen).toEqual([0, 1, 2])
  })

  test('rejects a task that refuses, and goes on', async () => {
    await expect(pool.run({ work: 'fail', number: 7 })).rejects.toThrow('refused 7')
    expect(await pool.run({ work: 'double', number: 1 })).toBe(2)
  })

  test('replaces a thread that dies after it has answered', async () => {
    expect(await Promise.all([pool.run({ work: 'late', number: 1 }), pool.run({ work: 'late', number: 2 })])).toEqual([2, 4])
    await new Promise(resolve => setTimeout(resolve, 200))
    expect(await Promise.all([1, 2, 3, 4].map(number => pool.run({ work: 'double', number })))).toEqual([2, 4, 6, 8])
  })

  test.each(['throw', 'exit', 'fill', 'hang'] as const)('replaces a thread that dies (%s), and says so', async work => {
    await expect(pool.run({ work, number: 9 })).rejects.toBeInstanceOf(WorkerDied)
    expect(await Promise.all([1, 2, 3, 4].map(number => pool.run({ work: 'double', number })))).toEqual([2, 4, 6, 8])
  })
})
