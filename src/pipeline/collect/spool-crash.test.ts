import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { byDepth, IS_QUICK } from '../../../test/depth.ts'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { recoverSegments } from './segment-files.ts'

const APPENDER = fileURLToPath(new URL('./testing/append-forever.ts', import.meta.url))
const ROUNDS = byDepth(0, 8, 50)

test.skipIf(IS_QUICK)('after a kill -9 anywhere, what was acknowledged is there once, in segments that are whole', { timeout: 20_000 + ROUNDS * 5_000 }, async () => {
  const folder = temporaryFolder()
  const acknowledged: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const child = spawn(process.execPath, [APPENDER, folder, String(round * 1_000_000)], { stdio: ['ignore', 'pipe', 'inherit'] })
    let told = ''
    child.stdout.on('data', (block: Buffer) => { told += block.toString() })
    const closed = once(child, 'close')
    await once(child.stdout, 'data')
    await sleep(Math.random() * 200)
    child.kill('SIGKILL')
    await closed
    // The last number may be cut short.
    acknowledged.push(...told.split('\n').slice(0, -1).map(Number))
  }
  const { sealed } = await recoverSegments(join(folder, 'default/lab'), { organisation: 'default', name: 'lab' })
  const found = sealed.flatMap(({ path }) => readFileSync(path, 'latin1').split('\n').flatMap(line => /^(\d+) (x*)$/.exec(line)?.slice(1) ?? []))
  const numbers = found.filter((_, index) => index % 2 === 0).map(Number)
  expect(found.filter((_, index) => index % 2 === 1).map(({ length }) => length)).toEqual(numbers.map(number => number % 3_000))
  expect(new Set(numbers).size).toBe(numbers.length)
  const there = new Set(numbers)
  expect(acknowledged.filter(number => !there.has(number))).toEqual([])
  expect(acknowledged.length).toBeGreaterThan(ROUNDS * 8)
  expect(sealed.map(({ sequence }) => sequence)).toEqual([...new Set(sealed.map(({ sequence }) => sequence))].sort((a, b) => a - b))
})
