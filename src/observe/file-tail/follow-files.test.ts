import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, mkdtempSync, readFileSync, readdirSync, realpathSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { byDepth, IS_QUICK } from '../../../test/depth.ts'
import { readBatchLine, readSegmentLine } from '../../pipeline/collect/segment.ts'
import type { Receiver } from '../../pipeline/collect/receiver.ts'
import { SpoolRoom } from '../../pipeline/collect/spool-room.ts'
import { StreamSpool } from '../../pipeline/collect/stream-spool.ts'
import { LINE_BYTES } from './defaults.ts'
import { followFiles } from './follow-files.ts'

const SOURCE = { organisation: 'default', name: 'lab', format: 'text' }
const FOLLOWER = fileURLToPath(new URL('./testing/follow-until-killed.ts', import.meta.url))
const LIMIT_MS = 60_000
let folder: string
let running: { readonly receiver: Receiver; readonly spool: StreamSpool } | null = null

beforeEach(() => {
  folder = mkdtempSync(join(realpathSync(tmpdir()), 'noroshi-tail-'))
})

afterEach(async () => {
  await stop()
  rmSync(folder, { recursive: true, force: true })
})

const logs = (name: string) => join(folder, name)
const put = (name: string, text: string) => appendFileSync(logs(name), text)

async function start(pattern = '*.log*'): Promise<StreamSpool> {
  const spool = await StreamSpool.open(SOURCE, { room: new SpoolRoom(join(folder, 'spool'), { reserveBytes: 0 }), onSealed: () => {} })
  running = { spool, receiver: await followFiles({ paths: [logs(pattern)], lookMs: 5 }, spool) }
  return spool
}

async function stop(): Promise<void> {
  const was = running
  running = null
  await was?.receiver.close()
  await was?.spool.close()
}

/** Each record that was kept, with the name of its file. */
function kept(): string[] {
  const own = join(folder, 'spool/default/lab')
  return readdirSync(own).filter(name => /\.(?:open|sealed)$/.test(name)).sort().flatMap(name => {
    const content = readFileSync(join(own, name))
    const records: string[] = []
    for (let at = readSegmentLine(content)!.bytes; at < content.length;) {
      const end = content.indexOf(10, at) + 1
      const head = readBatchLine(content.toString('latin1', at, end))!
      const lines = content.toString('utf8', end, end + head.bytes).split('\n').slice(0, -1)
      records.push(...lines.map(line => `${head.mark!.name.slice(folder.length + 1)} ${line}`))
      at = end + head.bytes
    }
    return records
  })
}

async function settled(expected: readonly string[]): Promise<void> {
  await expect.poll(kept, { timeout: 20_000, interval: 20 }).toEqual(expected)
}

test('whole lines as they come, of files that come later too', async () => {
  put('a.log', 'one\ntwo\nthr')
  await start()
  await settled(['a.log one', 'a.log two'])
  put('a.log', 'ee\n')
  await settled(['a.log one', 'a.log two', 'a.log three'])
  put('b 管理.log', '始\n')
  await settled(['a.log one', 'a.log two', 'a.log three', 'b 管理.log 始'])
})

test('a file that is renamed is read to its end, and not again under its new name', async () => {
  put('a.log', 'one\n')
  await start()
  await settled(['a.log one'])
  put('a.log', 'two\nno end')
  renameSync(logs('a.log'), logs('a.log.1'))
  put('a.log', 'three\n')
  await settled(['a.log one', 'a.log two', 'a.log no end', 'a.log three'])
  await stop()
  await start()
  put('a.log', 'four\n')
  await settled(['a.log one', 'a.log two', 'a.log no end', 'a.log three', 'a.log four'])
})

test('a file that is cut and written anew, also to the same length', async () => {
  put('a.log', 'one\n')
  await start()
  await settled(['a.log one'])
  truncateSync(logs('a.log'))
  await sleep(30)
  put('a.log', 'two\n')
  await settled(['a.log one', 'a.log two'])
  writeFileSync(logs('a.log'), 'six\n')
  await settled(['a.log one', 'a.log two', 'a.log six'])
})

test('goes on where it stopped, and sees that a file is another one', async () => {
  put('a.log', 'one\n')
  await start()
  await settled(['a.log one'])
  await stop()
  put('a.log', 'two\n')
  await start()
  await settled(['a.log one', 'a.log two'])
  await stop()
  rmSync(logs('a.log'))
  put('a.log', 'uno\ndos\ntres\n')
  await start()
  await settled(['a.log one', 'a.log two', 'a.log uno', 'a.log dos', 'a.log tres'])
})

test('a line without end is divided and told; UTF-16 is told', async () => {
  put('a.log', `${'x'.repeat(LINE_BYTES + 5)}\nend\n`)
  writeFileSync(logs('u.log'), Buffer.from('\ufeffone\n', 'utf16le'))
  const spool = await start()
  await settled([`a.log ${'x'.repeat(LINE_BYTES)}`, 'a.log xxxxx', 'a.log end'])
  await expect.poll(() => spool.meter.figures().samples.map(({ reason }) => reason).sort(), { timeout: 5_000 }).toEqual([
    expect.stringContaining('was divided'), expect.stringContaining('UTF-16'),
  ])
})

test.skipIf(IS_QUICK)('kill -9 at any moment: each line once', { timeout: byDepth(LIMIT_MS, LIMIT_MS, 600_000) }, async () => {
  let next = 0
  const grow = () => put('a.log', Array.from({ length: 40 }, () => `${next++} ${'x'.repeat(next % 90)}\n`).join(''))
  for (let round = 0; round < byDepth(0, 4, 50); round++) {
    const child = spawn(process.execPath, [FOLLOWER, join(folder, 'spool'), logs('*.log*')], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(child.stdout, 'data')
    for (let step = 0; step < 20; step++) {
      grow()
      if (step === 10) renameSync(logs('a.log'), logs(`a.log.${round}`))
      await sleep(round % 7)
    }
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  await start()
  await expect.poll(() => kept().length, { timeout: 30_000 }).toBe(next)
  expect(new Set(kept().map(line => line.split(' ')[1])).size).toBe(next)
})
