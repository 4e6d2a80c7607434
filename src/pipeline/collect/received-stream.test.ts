import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { ReceivedStream } from './received-stream.ts'
import { batchLineOf, segmentLineOf } from './segment.ts'
import type { SegmentFile } from './segment-files.ts'
import { SpoolRoom } from './spool-room.ts'

const SOURCE = { organisation: 'default', name: 'far@branch-1' }

async function open(folder: string) {
  const sealed: SegmentFile[] = []
  const room = new SpoolRoom(folder, { reserveBytes: 0 })
  const stream = await ReceivedStream.open(SOURCE, { room, onSealed: file => sealed.push(file) })
  return { stream, sealed, room }
}

function segment(sequence: number, text: string, source = SOURCE.name): Buffer {
  const lines = [Buffer.from(`${text}\n`)]
  return Buffer.concat([
    segmentLineOf({ source, sequence, format: 'syslog', opened: 1_795_341_600_000_000 }), batchLineOf(lines, { received: 1_795_341_600_000_000, transport: 'tcp', sender: null }), ...lines,
  ])
}

function offer(sequence: number, content: Buffer, previous = sequence - 1) {
  return { sequence, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex'), previous }
}

function blocksOf(content: Buffer): Readable {
  return Readable.from(Array.from({ length: Math.ceil(content.length / 40) }, (_, index) => content.subarray(index * 40, (index + 1) * 40)))
}

describe('ReceivedStream', () => {
  test('keeps what comes as it came, in order, and knows it when it comes again, also after a restart', async () => {
    const folder = temporaryFolder()
    const first = await open(folder)
    const [one, two] = [segment(1, 'a'), segment(2, 'b'.repeat(10_000))]
    expect([await first.stream.receive(offer(1, one), blocksOf(one)), await first.stream.receive(offer(2, two), blocksOf(two)), await first.stream.receive(offer(1, one), blocksOf(one))])
      .toEqual([{ kind: 'taken' }, { kind: 'taken' }, { kind: 'known' }])
    expect(first.sealed.map(({ path, ...rest }) => ({ ...rest, content: readFileSync(path) }))).toEqual([one, two].map((content, index) => (
      { organisation: 'default', source: SOURCE.name, sequence: index + 1, bytes: content.length, opened: 1_795_341_600_000_000, content })))
    expect(first.room.waiting).toBe(one.length + two.length)
    for (const { path } of first.sealed) rmSync(path)
    const second = await open(folder)
    expect(await second.stream.receive(offer(2, two), blocksOf(two))).toEqual({ kind: 'known' })
    expect({ last: second.stream.lastSequence, malformed: second.stream.meter.figures().malformed }).toEqual({ last: 2, malformed: 0 })
  })

  test.each([
    ['longer than announced', (content: Buffer) => ({ ...offer(1, content), bytes: content.length - 1 })],
    ['shorter than announced', (content: Buffer) => ({ ...offer(1, content), bytes: content.length + 1 })],
    ['with another sum', (content: Buffer) => ({ ...offer(1, content), sha256: '0'.repeat(64) })],
    ['with another number than its first line', (content: Buffer) => ({ ...offer(1, content), sequence: 2 })],
    ['larger than any may be', (content: Buffer) => ({ ...offer(1, content), bytes: 10 ** 9 })],
  ])('refuses one that is %s, and keeps nothing of it', async (_, wrong) => {
    const folder = temporaryFolder()
    const { stream, sealed } = await open(folder)
    const content = segment(1, 'x'.repeat(500))
    expect(await stream.receive(wrong(content), blocksOf(content))).toMatchObject({ kind: 'refused' })
    expect({ sealed, files: readdirSync(stream.folder) }).toEqual({ sealed: [], files: ['received'] })
    expect(stream.meter.figures().malformed).toBe(1)
    expect(await stream.receive(offer(1, content), blocksOf(content))).toEqual({ kind: 'taken' })
  })

  test.each(['far@branch-2', 'noroshi', 'far', '../far@branch-1'])('refuses one whose first line says it is of %s', async source => {
    const { stream } = await open(temporaryFolder())
    const content = segment(1, 'x', source)
    expect(await stream.receive(offer(1, content), blocksOf(content))).toEqual({ kind: 'refused', reason: 'its first line names another source or number' })
  })

  test('keeps nothing of what broke off, nor of what has no segment in it, whatever it is', async () => {
    const { stream, sealed } = await open(temporaryFolder())
    await fc.assert(fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 300 }), async bytes => {
      const content = Buffer.from(bytes)
      expect((await stream.receive(offer(1, content), blocksOf(content))).kind).toBe('refused')
    }), { numRuns: byDepth(10, 100, 2_000) })
    const whole = segment(1, 'y'.repeat(300))
    const broken = new PassThrough()
    broken.write(whole.subarray(0, 100))
    setTimeout(() => broken.destroy(new Error('gone')), 5)
    await expect(stream.receive(offer(1, whole), broken)).rejects.toThrow('gone')
    expect(sealed).toEqual([])
    expect(await stream.receive(offer(1, whole), blocksOf(whole))).toEqual({ kind: 'taken' })
  })

  test('lets go of one that hangs when it is sent again', async () => {
    const { stream, sealed } = await open(temporaryFolder())
    const whole = segment(1, 'z')
    const hanging = new PassThrough()
    hanging.write(whole.subarray(0, 10))
    const first = stream.receive(offer(1, whole), hanging).catch(String)
    expect(await stream.receive(offer(1, whole), blocksOf(whole))).toEqual({ kind: 'taken' })
    expect(await first).toMatch('another one came')
    expect(sealed.length).toBe(1)
  })

  test('never overwrites: one that begins anew, jumps far, or skips what it said was sent is kept under the next number, and told', async () => {
    const { stream, sealed } = await open(temporaryFolder())
    const contents = [[7, 'a', 6], [8, 'b', 7], [1, 'c', 0], [2, 'd', 1], [999_999_999_999, 'e', 2], [3, 'f', 999_999_999_999], [9, 'g', 8]] as const
    for (const [sequence, text, previous] of contents) {
      const content = segment(sequence, text)
      expect(await stream.receive(offer(sequence, content, previous), blocksOf(content))).toEqual({ kind: 'taken' })
    }
    expect(sealed.map(({ sequence }) => sequence)).toEqual([7, 8, 9, 10, 11, 12, 13])
    expect(stream.meter.figures().samples.map(({ reason }) => reason.replace(/:.*/, ''))).toEqual([
      'segment 1 came after 8', 'segment 3 came after 999999999999', 'segments up to 8 were sent and are not here',
    ])
  })

  test('after a death between keeping one and writing that down, knows it all the same', async () => {
    const folder = temporaryFolder()
    const first = await open(folder)
    const [one, two] = [segment(1, 'a'), segment(2, 'b')]
    await first.stream.receive(offer(1, one), blocksOf(one))
    await first.stream.receive(offer(2, two), blocksOf(two))
    const journal = join(first.stream.folder, 'received')
    const lines = readFileSync(journal, 'utf8').split('\n')
    truncateSync(journal, lines[0]!.length + 1)
    appendFileSync(journal, lines[1]!.slice(0, 20))
    appendFileSync(join(first.stream.folder, 'incoming.part'), 'half')
    const second = await open(folder)
    expect([await second.stream.receive(offer(2, two), blocksOf(two)), await second.stream.receive(offer(1, one), blocksOf(one))]).toEqual([{ kind: 'known' }, { kind: 'known' }])
    expect(existsSync(join(first.stream.folder, 'incoming.part'))).toBe(false)
  })

  test('has taken what it kept, though it could not write that down', async () => {
    const { stream, sealed } = await open(temporaryFolder())
    const content = segment(1, 'a')
    rmSync(join(stream.folder, 'received'))
    mkdirSync(join(stream.folder, 'received'))
    await expect(stream.receive(offer(1, content), blocksOf(content))).rejects.toThrow('EISDIR')
    expect(await stream.receive(offer(1, content), blocksOf(content))).toEqual({ kind: 'known' })
    expect(sealed.length).toBe(1)
  })
})
