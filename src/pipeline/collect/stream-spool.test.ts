import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { byDepth, IS_QUICK } from '../../../test/depth.ts'
import { SmallDisk } from '../../../test/small-disk.ts'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { readBatchLine, readSegmentLine } from './segment.ts'
import type { SegmentFile } from './segment-files.ts'
import { segmentPath } from './segment-files.ts'
import type { SpoolLimits } from './spool-room.ts'
import { SpoolRoom } from './spool-room.ts'
import type { SpoolOptions, StreamBatch } from './stream-spool.ts'
import { StreamSpool } from './stream-spool.ts'

const SOURCE = { organisation: 'default', name: 'lab', format: 'syslog' }
const FOLDER = join(SOURCE.organisation, SOURCE.name)

interface Opened {
  readonly spool: StreamSpool
  readonly sealed: SegmentFile[]
  readonly states: string[]
  readonly room: SpoolRoom
}

async function open(folder: string, options: Partial<SpoolOptions> = {}, limits: Partial<SpoolLimits> = { reserveBytes: 0 }): Promise<Opened> {
  const room = new SpoolRoom(folder, limits)
  const sealed: SegmentFile[] = []
  const states: string[] = []
  const spool = await StreamSpool.open(SOURCE, {
    room, onSealed: segment => sealed.push(segment), onState: state => states.push(state.kind === 'paused' ? state.reason : state.kind), ...options,
  })
  onTestFinished(() => spool.close())
  return { spool, sealed, states, room }
}

function batch(...lines: string[]): StreamBatch {
  return { lines: lines.map(line => Buffer.from(`${line}\n`)), count: lines.length, received: 1_795_341_600_000_000, transport: 'tcp', sender: '192.0.2.1' }
}

/** The records of segments, read by their form alone. */
function recordsIn(path: string): string[] {
  const content = readFileSync(path)
  const records: string[] = []
  for (let at = readSegmentLine(content)!.bytes; at < content.length;) {
    const end = content.indexOf(10, at) + 1
    const head = readBatchLine(content.toString('latin1', at, end))!
    records.push(...content.toString('utf8', end, end + head.bytes).slice(0, -1).split('\n'))
    at = end + head.bytes
  }
  return records
}

describe('StreamSpool', () => {
  test('knows after a restart when its last record came; after a sudden end, when what was left was begun', async () => {
    const folder = temporaryFolder()
    const first = await open(folder)
    expect(first.spool.lastRecord).toBeNull()
    const received = Date.now() * 1_000 + 60_000_000
    await first.spool.append({ ...batch('a'), received })
    await first.spool.close()
    const second = await open(folder)
    expect([second.spool.lastRecord, second.spool.meter.figures().lastRecord]).toEqual([received, null])
    await second.spool.append({ ...batch('b'), received: received + 1 })
    expect(second.spool.lastRecord).toBe(received + 1)
    await second.spool.close()
    rmSync(join(folder, FOLDER, 'last-record'))
    const left = readSegmentLine(readFileSync(segmentPath(join(folder, FOLDER), 2, 'sealed')))!.head.opened
    expect((await open(folder)).spool.lastRecord).toBe(left)
    writeFileSync(join(folder, FOLDER, 'last-record'), 'torn')
    for (const sequence of [1, 2]) rmSync(segmentPath(join(folder, FOLDER), sequence, 'sealed'))
    expect((await open(folder)).spool.lastRecord).toBeNull()
  })

  test('keeps what it acknowledged, in order, and seals it when asked', async () => {
    const { spool, sealed } = await open(temporaryFolder())
    await Promise.all([spool.append(batch('a', 'b')), spool.append(batch('c')), spool.append(batch('d'))])
    expect({ pending: spool.pendingBytes, sealed: sealed.length }).toEqual({ pending: 0, sealed: 0 })
    await spool.seal()
    expect(sealed.map(({ sequence, source }) => ({ sequence, source }))).toEqual([{ sequence: 1, source: 'lab' }])
    expect(recordsIn(sealed[0]!.path)).toEqual(['a', 'b', 'c', 'd'])
    expect(spool.meter.figures()).toMatchObject({ records: 4, bytes: 8, lastRecord: 1_795_341_600_000_000 })
  })

  test('seals by size and by time, and numbers go on over a restart though no segment is left', async () => {
    const folder = temporaryFolder()
    const first = await open(folder, { sealBytes: 300, sealSeconds: 0.05 })
    await first.spool.append(batch('x'.repeat(400)))
    await first.spool.append(batch('later'))
    await expect.poll(() => first.sealed.map(({ sequence }) => sequence), { interval: 10 }).toEqual([1, 2])
    await first.spool.close()
    for (const { path } of first.sealed) rmSync(path)
    const second = await open(folder)
    await second.spool.append(batch('new'))
    await second.spool.seal()
    expect(second.sealed.map(({ sequence }) => sequence)).toEqual([3])
  })

  test('has, of a segment that was cut anywhere or damaged at its end, the whole batches before that', async () => {
    const folder = temporaryFolder()
    const batches = [['one'], ['two', 'three'], ['#6 00000000 1 tcp -'], ['five']]
    const writing = await open(folder)
    for (const lines of batches) await writing.spool.append(batch(...lines))
    await writing.spool.seal()
    const whole = readFileSync(writing.sealed[0]!.path)
    await writing.spool.close()
    const torn = fc.tuple(fc.nat(whole.length), fc.uint8Array({ maxLength: 20 }))
    await fc.assert(fc.asyncProperty(torn, async ([length, rubbish]) => {
      for (const name of readdirSync(join(folder, FOLDER))) rmSync(join(folder, FOLDER, name))
      writeFileSync(segmentPath(join(folder, FOLDER), 9, 'open'), Buffer.concat([whole.subarray(0, length), rubbish]))
      const { spool, sealed } = await open(folder)
      const found = sealed.flatMap(({ path }) => recordsIn(path))
      const expected = batches.flat()
      expect(found).toEqual(expected.slice(0, found.length))
      // Each batch that is there in full is kept.
      const ends = batches.map((_, index) => whole.indexOf(`${batches[index]!.at(-1)!}\n`) + batches[index]!.at(-1)!.length + 1)
      const kept = batches.filter((_, index) => ends[index]! <= length).flat()
      expect(found.slice(0, kept.length)).toEqual(kept)
      expect(readdirSync(join(folder, FOLDER))).not.toContain('000000000009.open')
      await spool.close()
    }), { numRuns: byDepth(8, 200, 5_000) })
  })

  test('waits, and acknowledges nothing, while too much waits for the store', async () => {
    const { spool, sealed, states, room } = await open(temporaryFolder(), { sealBytes: 100 }, { spoolBytes: 200, reserveBytes: 0 })
    await spool.append(batch('x'.repeat(300)))
    await expect.poll(() => sealed.length).toBe(1)
    let isKept = false
    const waiting = spool.append(batch('y')).then(() => { isKept = true })
    await expect.poll(() => spool.state).toMatchObject({ kind: 'paused', reason: 'behind' })
    expect({ isKept, pending: spool.pendingBytes }).toEqual({ isKept: false, pending: 2 })
    room.fed(sealed[0]!.bytes)
    await waiting
    expect(states).toEqual(['behind', 'taking'])
  })

  test('takes again by itself when there is room, though nobody waits any more', async () => {
    const { spool, states, room } = await open(temporaryFolder(), {}, { spoolBytes: 1, reserveBytes: 0 })
    room.sealed(1)
    const left = spool.append(batch('gone'), AbortSignal.timeout(50)).catch(String)
    await left
    await expect.poll(() => spool.state).toMatchObject({ kind: 'paused' })
    await spool.seal()
    room.fed(1)
    await expect.poll(() => spool.state, { timeout: 5_000 }).toEqual({ kind: 'taking' })
    expect(states).toEqual(['behind', 'taking'])
  })

  test('lets who waits go, with nothing of theirs kept: by a signal, and when it is closed', async () => {
    const { spool, sealed, room } = await open(temporaryFolder(), {}, { spoolBytes: 1, reserveBytes: 0 })
    room.sealed(1)
    const leaving = new AbortController()
    const left = spool.append(batch('gone'), leaving.signal).catch(String)
    const closed = spool.append(batch('late')).catch(String)
    leaving.abort(new Error('enough'))
    expect(await left).toBe('Error: enough')
    expect(spool.pendingBytes).toBe(5)
    await spool.close()
    expect(await closed).toMatch('nothing of this was kept')
    await expect(spool.append(batch('later'))).rejects.toThrow('nothing of this was kept')
    expect(sealed).toEqual([])
  })

  test.each([['without a line end', { lines: [Buffer.from('a')], count: 1 }], ['that is too long', { lines: [Buffer.alloc(16 * 1024 * 1024 + 1, '\n')], count: 1 }]])(
    'refuses a batch %s', async (_, wrong) => {
      const { spool } = await open(temporaryFolder())
      await expect(spool.append({ ...batch('a'), ...wrong })).rejects.toThrow(RangeError)
    })

  test.skipIf(IS_QUICK)('stops on a full disk with nothing torn, says so, and goes on when there is room', { timeout: 60_000 }, async ({ skip }) => {
    const folder = temporaryFolder({ 'disk/x': '' })
    const disk = SmallDisk.under(join(folder, 'disk'))
    if (disk === null) return skip('this machine does not let us mount a small disk')
    onTestFinished(() => disk.remove())
    const { spool, sealed, states } = await open(join(folder, 'disk'))
    await spool.append(batch('before'))
    disk.fill(100_000)
    const sent = Array.from({ length: 50 }, (_, index) => `${index} ${'z'.repeat(10_000)}`)
    let kept = 0
    const waiting = Promise.all(sent.map(line => spool.append(batch(line)).then(() => kept++)))
    await expect.poll(() => spool.state, { timeout: 10_000 }).toMatchObject({ kind: 'paused', reason: 'disk-full' })
    expect(kept).toBeLessThan(50)
    disk.empty()
    await waiting
    await spool.seal()
    expect(recordsIn(sealed[0]!.path)).toEqual(['before', ...sent])
    expect(states).toEqual(['disk-full', 'taking'])
  })
})
