import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { decodeAll, decodeChunks, memoryEvidence } from '../../../test/memory-evidence.ts'
import { describeWithData, testFiles } from '../../../test/test-data.ts'
import type { Chunk } from '../../model/decoder.ts'
import { EVENT_FLAGS } from '../../model/event-batch.ts'
import { flattenWindowsEvent } from '../windows/windows-event.ts'
import { decodeEvtxChunk } from './decode-evtx-chunk.ts'
import { evtxDecoder } from './decoder.ts'
import { ChunkFixture, fileOf, filetime, stringValue, typedValue } from './evtx-fixture.ts'
import { flatEvent } from './flat-event.ts'
import { jsonText } from '../../platform/json-text.ts'
import { EVTX_CHUNK_BYTES, FILE_BLOCK_BYTES, VALUE } from './layout.ts'
import { nestedEvent } from './nested-event.ts'
import { readEvtx } from './read-evtx.ts'

const decoder = evtxDecoder({ datasetOf: fields => `windows.${String(fields['Channel']).toLowerCase()}` })

/** A file of chunks, each with records of one System.Channel and a string. */
function fileWith(chunks: readonly (readonly string[])[], freeSpaceAfter = Infinity): Buffer {
  return fileOf(chunks.map(texts => {
    const chunk = new ChunkFixture()
    let freeSpace: number | undefined
    texts.forEach((text, index) => {
      if (index === freeSpaceAfter) freeSpace = chunk.position
      chunk.instanceRecord([stringValue(text)], body => body.element('Event', event => event
        .element('System', system => system.element('Channel', channel => channel.text('Test')))
        .element('EventData', data => data.element('Data', inner => inner.slot(0), { Name: at => at.text('Text') }))))
    })
    return chunk.finish(freeSpace)
  }))
}

describe('evtxDecoder', () => {
  test('knows its format by file and chunk signature', () => {
    expect(decoder.recognises(Buffer.from('ElfFile\0…'), 'x')).toBe(true)
    expect(decoder.recognises(Buffer.from('ElfChnk\0…'), 'x')).toBe(true)
    expect(decoder.recognises(Buffer.from('ElfFil'), 'x.evtx')).toBe(false)
  })

  test('makes one row per record', async () => {
    const file = fileWith([['a', 'b'], ['c']])
    const { rows, errors } = await decodeAll(decoder, file)
    expect(errors).toEqual([])
    expect(rows.map(row => [row.record, row.offset, row.fields['Text']])).toEqual([
      [0, FILE_BLOCK_BYTES + 512, 'a'],
      [1, FILE_BLOCK_BYTES + 512 + rows[0]!.length, 'b'],
      [2, FILE_BLOCK_BYTES + EVTX_CHUNK_BYTES + 512, 'c'],
    ])
    expect(rows[0]).toMatchObject({ dataset: 'windows.test', time: Date.UTC(2026, 0, 2) * 1_000, ordinal: 0, flags: 0 })
  })

  test('takes the time of System, else that of the record, else none', async () => {
    const chunk = new ChunkFixture()
    const created = (ticks: bigint) => typedValue(VALUE.filetime, new Uint8Array(BigUint64Array.of(ticks).buffer))
    const body = (inner: ChunkFixture) => inner.element('Event', event => event
      .element('System', system => system.element('TimeCreated', () => {}, { SystemTime: at => at.slot(0) })))
    for (const ticks of [filetime(Date.UTC(2026, 5, 1)) + 1_234_567n, 0n]) chunk.instanceRecord([created(ticks)], body)
    chunk.record(record => record.fragment(inner => inner.instance([created(0n)], body)), 0n)
    const { rows } = await decodeAll(decoder, fileOf([chunk.finish()]))
    expect(rows.map(row => row.time)).toEqual([Date.UTC(2026, 5, 1) * 1_000 + 123_456, Date.UTC(2026, 0, 2) * 1_000, null])
  })

  test('reads chunks without a file header', async () => {
    const { rows, errors } = await decodeAll(decoder, fileWith([['a'], ['b']]).subarray(FILE_BLOCK_BYTES))
    expect(rows.map(row => [row.record, row.offset])).toEqual([[0, 512], [1, EVTX_CHUNK_BYTES + 512]])
    expect(errors).toEqual([])
  })

  test('says what is wrong with the file header and with a file that is cut in it', async () => {
    const file = fileWith([['a']])
    file[20] = 1
    expect(await decodeAll(decoder, file)).toMatchObject({ rows: [{ record: 0 }], errors: [{ offset: 124 }] })
    const cut = await decodeAll(decoder, file.subarray(0, 100))
    expect(cut).toMatchObject({ rows: [], errors: [{ reason: 'the file ends within its header' }] })
    expect(await decodeAll(decoder, Buffer.alloc(0))).toEqual({ rows: [], errors: [], chunks: [] })
  })

  test('leaves deleted records alone, and recovers them when asked, numbered after all others', async () => {
    const file = fileWith([['a', 'deleted 1', 'deleted 2'], ['b', 'deleted 3']], 1)
    const unused = fileWith([['deleted 4']])
    unused.writeBigUInt64LE(0xffff_ffff_ffff_ffffn, FILE_BLOCK_BYTES + 32)
    const both = Buffer.concat([file, unused.subarray(FILE_BLOCK_BYTES)])
    const found = async (recover: boolean) => {
      const { rows } = await decodeAll(decoder, both, { recover })
      return rows.map(row => [row.record, row.flags, row.fields['Text']])
    }
    expect(await found(false)).toEqual([[0, 0, 'a'], [1, 0, 'b']])
    const flag = EVENT_FLAGS.recovered
    expect(await found(true)).toEqual([
      [0, 0, 'a'], [2, flag, 'deleted 1'], [3, flag, 'deleted 2'], [1, 0, 'b'], [4, flag, 'deleted 3'], [5, flag, 'deleted 4'],
    ])
  })

  test('gives the same rows whatever the blocks and chunks', async () => {
    const file = fileWith([['a', 'b'], [], ['c'], ['d', 'e', 'f']])
    file.fill(0xff, FILE_BLOCK_BYTES + 600, FILE_BLOCK_BYTES + 620)
    const whole = await decodeAll(decoder, file)
    expect(whole.rows.length).toBeGreaterThan(3)
    for (const blockBytes of [1_000, 4_096, 65_537, 1_000_000]) {
      expect(await decodeAll(decoder, file, { blockBytes })).toEqual(whole)
    }
    const { rows, errors } = await decodeChunks(decoder, memoryEvidence(file), piecewise(file))
    expect({ rows, errors }).toEqual({ rows: whole.rows, errors: whole.errors })
  })
})

/** Plans as if a chunk were 64 KiB: what the planner would cut were the file a thousand times as large. */
function piecewise(file: Buffer): Chunk[] {
  const chunks: Chunk[] = []
  let firstRecord = 0
  for (let from = 0; from < file.length;) {
    const to = Math.min(file.length, from === 0 ? FILE_BLOCK_BYTES + EVTX_CHUNK_BYTES : from + EVTX_CHUNK_BYTES)
    chunks.push({ number: chunks.length, from, to, firstRecord, context: '0' })
    firstRecord += countRecords(file.subarray(Math.max(from, FILE_BLOCK_BYTES), to))
    from = to
  }
  return chunks
}

function countRecords(chunk: Buffer): number {
  let count = 0
  decodeEvtxChunk(chunk, 0, { record: () => count++, error: () => {} })
  return count
}

describeWithData('real files', ['evtx', 'sigma/regression'], () => {
  const files = [...testFiles('evtx', '.evtx'), ...testFiles('sigma/regression', '.evtx')]

  test('are read without an error, each record flat as its nested form is when flattened', () => {
    let records = 0
    for (const path of files) {
      const bytes = readFileSync(path)
      for (let at = FILE_BLOCK_BYTES; at < bytes.length; at += EVTX_CHUNK_BYTES) {
        decodeEvtxChunk(bytes.subarray(at, at + EVTX_CHUNK_BYTES), at, {
          error: error => expect.unreachable(`${path}: ${error.reason}`),
          record: record => {
            records++
            const flat = flatEvent(record!.content)
            if (records % byDepth(7, 1, 1) === 0) expect(flat).toEqual(flattenWindowsEvent(nestedEvent(record!.content)))
          },
        })
      }
    }
    expect(files.length).toBeGreaterThanOrEqual(192)
    expect(records).toBeGreaterThanOrEqual(3_760)
  })

  test('equal the JSON that stands beside them, times to the microsecond and without white space at the end', async () => {
    const pairs = testFiles('sigma/regression', '.json').filter(path => !path.includes(EDITED_BY_HAND))
    for (const path of pairs) {
      const events: unknown[] = []
      const file = memoryEvidence(readFileSync(path.replace(/json$/, 'evtx')), { blockBytes: 10_000 })
      const read = readEvtx(file, 0, file.bytes, {
        record: record => events.push(trimmed(JSON.parse(jsonText(nestedEvent(record!.content))))),
        error: error => expect.unreachable(`${path}: ${error.reason}`),
      })
      for await (const _ of read);
      expect(events, path).toEqual(documents(readFileSync(path, 'utf8')))
    }
    expect(pairs.length).toBe(115)
  })

  test('however damaged give rows or errors, in time, and the same in one piece and in many', async () => {
    const most = FILE_BLOCK_BYTES + 3 * EVTX_CHUNK_BYTES
    const samples = files.filter((_, index) => index % 12 === 0).map(path => readFileSync(path).subarray(0, most))
    const damage = fc.record({
      sample: fc.nat(samples.length - 1),
      length: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      flips: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 255 })), { maxLength: 60 }),
      recover: fc.boolean(),
    })
    await fc.assert(fc.asyncProperty(damage, async ({ sample, length, flips, recover }) => {
      const bytes = Buffer.from(samples[sample]!)
      const used = Math.min(bytes.length, FILE_BLOCK_BYTES + EVTX_CHUNK_BYTES)
      for (const [at, mask] of flips) bytes[Math.floor(at * (used - 1))]! ^= mask
      const file = length === null ? bytes : bytes.subarray(0, Math.floor(length * used))
      const start = performance.now()
      const whole = await decodeAll(decoder, file, { recover })
      expect(performance.now() - start).toBeLessThan(5_000)
      expect(whole.errors.every(error => error.offset >= 0 && error.offset <= file.length)).toBe(true)
      const { rows, errors } = await decodeChunks(decoder, memoryEvidence(file), piecewise(file))
      if (!recover) expect({ rows, errors }).toEqual({ rows: whole.rows, errors: whole.errors })
      decodeEvtxChunk(file.subarray(FILE_BLOCK_BYTES, FILE_BLOCK_BYTES + EVTX_CHUNK_BYTES), FILE_BLOCK_BYTES, {
        record: record => record && expect(flatEvent(record.content)).toEqual(flattenWindowsEvent(nestedEvent(record.content))),
        error: () => {},
      })
    }), { numRuns: byDepth(40, 400, 20_000) })
  }, byDepth(60_000, 120_000, 3_600_000))
})

test('random bytes behind a signature give errors, in time', async () => {
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 3_000 }), fc.boolean(), async (bytes, recover) => {
    const chunk = new ChunkFixture()
    chunk.instanceRecord([stringValue('x')], body => body.element('Event'))
    chunk.record(record => record.raw(bytes))
    const { errors } = await decodeAll(decoder, fileOf([chunk.finish(), bytes]), { recover })
    expect(errors.length).toBeGreaterThan(0)
  }), { numRuns: byDepth(100, 1_000, 50_000) })
})

const EDITED_BY_HAND = 'ad691d92'

/** As the tool left them that wrote the JSON. */
function trimmed(member: unknown): unknown {
  if (typeof member === 'string') return member.replace(/(T\d\d:\d\d:\d\d\.\d{6})\dZ$/, '$1Z').trimEnd()
  if (Array.isArray(member)) return member.map(trimmed)
  if (typeof member !== 'object' || member === null) return member
  return Object.fromEntries(Object.entries(member).map(([name, inner]) => [name, trimmed(inner)]))
}

/** Some files hold several documents, one after the other. */
function documents(text: string): unknown[] {
  return text.split(/^(?=\{)/m).filter(part => part.trim() !== '').map(part => JSON.parse(part) as unknown)
}
