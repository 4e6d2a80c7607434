import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { byDepth } from '../../test/depth.ts'
import { WorkerDied, WorkerPool } from './worker-pool.ts'

type Work = 'double' | 'fail' | 'throw' | 'exit' | 'fill heap' | 'fill buffers' | 'hang' | 'spin' | 'late' | 'progress' | 'pid' | 'say'

interface Task { readonly work: Work; readonly number: number }

const WORKER = `
import { serveTasks } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, 'serve-tasks.ts')).href)}
serveTasks(({ factor }) => async ({ work, number }, report) => {
  if (work === 'fail') throw new Error('refused ' + number)
  if (work === 'throw') { setTimeout(() => { throw new TypeError('thrown ' + number) }); return new Promise(() => {}) }
  if (work === 'exit') process.exit(number)
  if (work === 'fill heap') { const heap = []; for (;;) heap.push(new Array(1000).fill({})) }
  if (work === 'fill buffers') { const buffers = []; for (;;) { report(buffers.push(Buffer.alloc(1e6, 1))); await new Promise(setImmediate) } }
  if (work === 'hang') return new Promise(() => {})
  if (work === 'spin') for (;;);
  if (work === 'late') setTimeout(() => { throw new Error('late') }, 20)
  if (work === 'progress') for (let i = 0; i < number; i++) report(i)
  if (work === 'pid') return process.pid
  if (work === 'say') console.log('said')
  return number * factor
})`

const OPENING = `
import { existsSync } from 'node:fs'
import { NoroshiError } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, 'noroshi-error.ts')).href)}
import { serveTasks } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, 'serve-tasks.ts')).href)}
serveTasks(({ how, mended }) => {
  if (existsSync(mended)) return async ({ number }) => number
  if (how === 'refuse') throw new NoroshiError('bad-pipeline', 'pipeline.yml cannot be read')
  if (how === 'throw') throw new TypeError('no such thing')
  if (how === 'exit') process.exit(4)
  if (how === 'fill heap') { const heap = []; for (;;) heap.push(new Array(1000).fill({})) }
})`

const LIMITS = { heapMb: 32, memoryMb: 300, silenceMs: 3_000 }

let directory = ''
let module: URL
let opening: URL

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'noroshi-pool-'))
  writeFileSync(join(directory, 'worker.mjs'), WORKER)
  module = pathToFileURL(join(directory, 'worker.mjs'))
  writeFileSync(join(directory, 'opening.mjs'), OPENING)
  opening = pathToFileURL(join(directory, 'opening.mjs'))
})
afterAll(() => rm(directory, { recursive: true }))

describe('a pool of workers', () => {
  let pool: WorkerPool<Task, number, number>

  beforeAll(() => {
    pool = new WorkerPool(module, { factor: 2 }, 2, LIMITS)
  })
  afterAll(() => pool.close())

  test('answers every task, more than it has processes', async () => {
    const numbers = Array.from({ length: 20 }, (_, i) => i)
    expect(await Promise.all(numbers.map(number => pool.run({ work: 'double', number })))).toEqual(numbers.map(number => number * 2))
    expect(pool.pids).toHaveLength(2)
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

  test('replaces a process that dies after it has answered', async () => {
    expect(await Promise.all([pool.run({ work: 'late', number: 1 }), pool.run({ work: 'late', number: 2 })])).toEqual([2, 4])
    await expect.poll(() => pool.pids, { timeout: 10_000 }).toEqual([])
    expect(await Promise.all([1, 2, 3, 4].map(number => pool.run({ work: 'double', number })))).toEqual([2, 4, 6, 8])
  })

  test('says whether a process ended by itself or was ended by others', async () => {
    const one = new WorkerPool<Task, number, number>(module, { factor: 2 }, 1, LIMITS)
    expect(await one.run({ work: 'exit', number: 9 }).catch((died: unknown) => died)).toMatchObject({ by: 'itself' })
    const killed = one.run({ work: 'hang', number: 0 }).catch((died: unknown) => died)
    for (const pid of one.pids) process.kill(pid, 'SIGKILL')
    expect(await killed).toMatchObject({ message: 'it was ended by SIGKILL', by: 'others' })
    await one.close()
  })

  test.each([
    ['throw', /^it ended with code 1: TypeError: thrown 9$/],
    ['exit', /^it ended with code 9$/],
    ['fill heap', /^it needed more than 32 MB of heap$/],
    ['fill buffers', /^it needed more than 300 MB of memory$/],
    ['spin', /^no sign of life for 3 s$/],
  ] as const)('replaces a process that dies (%s), and says why', async (work, reason) => {
    const died: unknown = await pool.run({ work, number: 9 }).catch((error: unknown) => error)
    expect(died).toBeInstanceOf(WorkerDied)
    expect(died).toMatchObject({ message: expect.stringMatching(reason) })
    expect(await Promise.all([1, 2, 3, 4].map(number => pool.run({ work: 'double', number })))).toEqual([2, 4, 6, 8])
  })

  test('loses one task to a kill, and no other', async () => {
    const victim = await pool.run({ work: 'pid', number: 0 })
    const killed = pool.run({ work: 'hang', number: 0 }).catch((error: unknown) => String(error))
    const others = Promise.all([1, 2, 3, 4].map(number => pool.run({ work: 'double', number })))
    process.kill(victim, 'SIGKILL')
    expect([await killed, await others]).toEqual(['WorkerDied: it was ended by SIGKILL', [2, 4, 6, 8]])
  })
})

describe('workers that cannot begin', () => {
  const outcome = async (pool: WorkerPool<Task, number, number>, number: number) => pool.run({ work: 'double', number }).catch((error: unknown) => error)

  const HOWS = [
    ['refuse', { name: 'NoroshiError', code: 'bad-pipeline', message: 'pipeline.yml cannot be read' }],
    ['throw', { name: 'NoroshiError', code: 'worker-start-failed', message: 'a worker could not start: no such thing' }],
    ['exit', { name: 'NoroshiError', code: 'worker-start-failed', message: 'a worker could not start: it ended with code 4' }],
    ['fill heap', { name: 'NoroshiError', code: 'worker-start-failed', message: 'a worker could not start: it needed more than 32 MB of heap' }],
  ] as const

  test.each(HOWS.slice(0, byDepth(2, HOWS.length, HOWS.length)))('tell every task why (%s), and are replaced by those that can', async (how, error) => {
    const mended = join(directory, `mended-${how}`)
    const pool = new WorkerPool<Task, number, number>(opening, { how, mended }, 1, LIMITS)
    expect(await Promise.all([outcome(pool, 1), outcome(pool, 2)])).toMatchObject([error, error])
    writeFileSync(mended, '')
    expect(await outcome(pool, 3)).toBe(3)
    await pool.close()
  })

  test('say so where their module throws', async () => {
    writeFileSync(join(directory, 'broken.mjs'), `throw new RangeError('not today')`)
    const pool = new WorkerPool<Task, number, number>(pathToFileURL(join(directory, 'broken.mjs')), {}, 1, LIMITS)
    expect(await outcome(pool, 1)).toMatchObject({ code: 'worker-start-failed', message: 'a worker could not start: it ended with code 1: RangeError: not today' })
    await pool.close()
  })

  test('may be tried again where others ended them', async () => {
    const pool = new WorkerPool<Task, number, number>(module, { factor: 2 }, 1, LIMITS)
    const killed = outcome(pool, 1)
    for (const pid of pool.pids) process.kill(pid, 'SIGKILL')
    expect(await killed).toMatchObject({ name: 'WorkerDied', by: 'others' })
    expect(await outcome(pool, 1)).toBe(2)
    await pool.close()
  })
})

describe('worker processes', () => {
  test('are started as tasks come, and end with their pool', async () => {
    const pool = new WorkerPool<Task, number, number>(module, { factor: 2 }, 3, LIMITS)
    expect(pool.pids).toEqual([])
    for (const number of [1, 2, 3]) await pool.run({ work: 'double', number })
    expect(pool.pids).toHaveLength(1)
    const stopped = pool.run({ work: 'spin', number: 1 }).catch((error: unknown) => String(error))
    await pool.run({ work: 'double', number: 1 })
    const { pids } = pool
    expect(pids).toHaveLength(2)
    const others = [2, 3, 4].map(number => pool.run({ work: 'spin', number }).catch((error: unknown) => String(error)))
    await pool.close()
    const later = pool.run({ work: 'double', number: 1 }).catch((error: unknown) => String(error))
    expect(new Set(await Promise.all([stopped, ...others, later]))).toEqual(new Set(['WorkerDied: the pool was closed']))
    expect(pool.pids).toEqual([])
    expect(pids.filter(isRunning)).toEqual([])
  })

  test('say nothing on our standard output, and end when we are killed, whatever they are doing', async () => {
    const code = `
      import { WorkerPool } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, 'worker-pool.ts')).href)}
      const pool = new WorkerPool(new URL(${JSON.stringify(module.href)}), { factor: 2 }, 2)
      await pool.run({ work: 'say', number: 1 })
      pool.run({ work: 'hang', number: 1 })
      pool.run({ work: 'spin', number: 1 })
      console.log(pool.pids.join())`
    const program = spawn(process.execPath, ['--input-type=module', '--eval', code], { stdio: ['ignore', 'pipe', 'inherit'] })
    const said = await new Promise<Buffer>(resolve => program.stdout.once('data', resolve))
    const pids = said.toString('utf8').trim().split(',').map(Number)
    expect(pids.map(isRunning)).toEqual([true, true])
    program.kill('SIGKILL')
    // A busy one sees nothing by itself; where the kernel is not told to end it, only the idle one can be expected to go.
    const expected = existsSync('/usr/bin/setpriv') ? 0 : 1
    await expect.poll(() => pids.filter(isRunning).length, { timeout: 10_000 }).toBe(expected)
  })
})

/** One that has ended and that nobody has asked about yet does not count. */
function isRunning(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}
