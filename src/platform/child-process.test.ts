import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startChild } from './child-process.ts'
import type { ChildEnd, ChildOptions } from './child-process.ts'
import { identifyProcess, isRunning, waitUntilGone } from './process-identity.ts'

const MODULE = join(import.meta.dirname, 'child-process.ts')
/** Says that it is ready and ends with its parent, as our engines do. */
const GOOD = `import { exitWithParent } from '${MODULE}'
exitWithParent(async () => {})
console.log('noise')
console.log('ready here')`
/** Takes no notice of anything but the hardest signal. */
const STUBBORN = `process.on('SIGTERM', () => {})
process.stdin.resume()
setInterval(() => {}, 1000)
console.log('ready here')`

let folder: string
let runFolder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'noroshi-child-'))
  runFolder = join(folder, 'run')
})
afterEach(() => rmSync(folder, { recursive: true }))

async function options(program: string, more: Partial<ChildOptions> = {}): Promise<ChildOptions> {
  const file = join(folder, `${Math.random()}.mts`)
  await writeFile(file, program)
  return { name: 'engine', command: process.execPath, args: [file], runFolder, isReady: line => line.startsWith('ready'), ...more }
}

function identityOf(pid: number) {
  const identity = identifyProcess(pid)
  if (identity === null) throw new Error(`no process ${pid}`)
  return identity
}

test('a child is ready when it says so, and stops when its input closes', async () => {
  const child = await startChild(await options(GOOD))
  const identity = identityOf(child.pid)
  expect(child.readyLine).toBe('ready here')
  expect(existsSync(join(runFolder, 'engine.pid'))).toBe(true)
  expect(await child.stop()).toMatchObject({ code: 0, signal: null })
  expect([isRunning(identity), existsSync(join(runFolder, 'engine.pid'))]).toEqual([false, false])
})

test('a child that does not stop in time is killed', async () => {
  const child = await startChild(await options(STUBBORN, { stopMs: 200, stopBy: 'SIGTERM' }))
  expect(await child.stop()).toMatchObject({ signal: 'SIGKILL' })
})

test('a child that ends before it is ready is an error that shows its last words', async () => {
  const bad = await options(`console.error('no such library'); process.exit(3)`)
  await expect(startChild(bad)).rejects.toMatchObject({ code: 'child-start-failed', message: expect.stringMatching(/code 3; it wrote: no such library/) })
})

test('a program that is not there, and one that is never ready, are errors too', async () => {
  const absent = { ...(await options(GOOD)), command: join(folder, 'absent') }
  await expect(startChild(absent)).rejects.toMatchObject({ code: 'child-start-failed', message: expect.stringContaining('ENOENT') })
  const silent = await options('process.stdin.resume()', { startMs: 400 })
  await expect(startChild(silent)).rejects.toMatchObject({ message: expect.stringContaining('not ready after 0.4 s') })
})

test('an end that nobody asked for is told; one that was asked for is not', async () => {
  const ends: ChildEnd[] = []
  const child = await startChild(await options(GOOD))
  child.onExit(end => ends.push(end))
  process.kill(child.pid, 'SIGKILL')
  await child.ended
  const other = await startChild(await options(GOOD))
  other.onExit(end => ends.push(end))
  await other.stop()
  expect(ends).toMatchObject([{ signal: 'SIGKILL' }])
})

/** A parent of its own that starts a child and is then killed without warning; gives the child's identity. */
async function orphan(program: string) {
  const parentFile = join(folder, 'parent.mts')
  const { isReady: _, ...rest } = await options(program)
  await writeFile(parentFile, `import { startChild } from '${MODULE}'
const child = await startChild({ ...${JSON.stringify(rest)}, isReady: () => true })
console.log(child.pid)
setInterval(() => {}, 1000)`)
  const parent = spawn(process.execPath, [parentFile], { stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const line of createInterface({ input: parent.stdout })) {
    const identity = identityOf(Number(line))
    const gone = new Promise(resolve => parent.once('exit', resolve))
    parent.kill('SIGKILL')
    await gone
    return identity
  }
  throw new Error('the parent said nothing')
}

test('a child ends when its parent is killed', async () => {
  expect(await waitUntilGone(await orphan(GOOD), 5_000)).toBe(true)
})

test('a child that outlived its parent is found by the next start and stopped', async () => {
  const left = await orphan(`process.stdin.on('close', () => {}).resume(); setInterval(() => {}, 1000); console.log('ready')`)
  expect(isRunning(left)).toBe(true)
  const child = await startChild(await options(GOOD))
  expect(isRunning(left)).toBe(false)
  await child.stop()
})

test('the child of a living parent is left alone, and the start refused', async () => {
  const first = await startChild(await options(GOOD))
  await expect(startChild(await options(GOOD))).rejects.toMatchObject({ code: 'child-busy' })
  expect(isRunning(identityOf(first.pid))).toBe(true)
  await first.stop()
})

test('another process that was given the id of a dead child is left alone', async () => {
  const bystander = await startChild(await options(GOOD, { name: 'bystander' }))
  const file = await readFile(join(runFolder, 'bystander.pid'), 'utf8')
  const earlier = JSON.parse(file.replaceAll(/"startTicks":"\d+"/g, '"startTicks":"1"'))
  await writeFile(join(runFolder, 'engine.pid'), JSON.stringify(earlier))
  const child = await startChild(await options(GOOD))
  expect(isRunning(identityOf(bystander.pid))).toBe(true)
  await Promise.all([child.stop(), bystander.stop()])
})

test('a torn pid file names nobody', async () => {
  const child = await startChild(await options(GOOD))
  await child.stop()
  await writeFile(join(runFolder, 'engine.pid'), '{"child":')
  await (await startChild(await options(GOOD))).stop()
})
