import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { decodeAll } from '../../../test/memory-evidence.ts'
import { EVENT_FLAGS } from '../../model/event-batch.ts'
import { formatTime } from '../../model/time.ts'
import { loadMappings } from '../../pipeline/load-mappings.ts'
import type { BatchHead, SegmentHead } from '../../pipeline/collect/segment.ts'
import { batchLineOf, segmentLineOf } from '../../pipeline/collect/segment.ts'
import { observe } from '../index.ts'

const decoders = observe(loadMappings()).decoders!
const decoder = decoders[0]!

/** 22 November 2026, 12:00. */
const OPENED = Date.UTC(2026, 10, 22, 12) * 1_000

interface Sent extends Partial<Omit<BatchHead, 'bytes' | 'crc'>> {
  readonly records: readonly string[]
}

function segment(batches: readonly Sent[], head: Partial<SegmentHead> = {}): Buffer {
  return Buffer.concat([
    segmentLineOf({ source: 'lab', sequence: 1, format: 'syslog', opened: OPENED, ...head }),
    ...batches.flatMap(({ records, received = OPENED, transport = 'udp', sender = '192.0.2.9' }) => {
      const lines = Buffer.from(records.map(record => `${record}\n`).join(''))
      return [batchLineOf([lines], { received, transport, sender }), lines]
    }),
  ])
}

async function told(content: Buffer): Promise<string[]> {
  const { rows, errors } = await decodeAll(decoder, content, { blockBytes: 7 })
  return [
    ...rows.map(({ dataset, time, flags, record, fields }) =>
      `${record} ${dataset} ${formatTime(time)}${(flags & EVENT_FLAGS.zoneAssumed) === 0 ? '' : ' zone?'} ${JSON.stringify(fields)}`),
    ...errors.map(({ offset, reason }) => `error ${offset} ${reason}`),
  ]
}

describe('segmentDecoder', () => {
  test('is asked first, and only of segments', () => {
    const content = segment([{ records: ['<13>x'] }])
    expect(decoders.find(each => each.recognises(content, 'x'))?.format).toBe('segment')
    expect(decoders.find(each => each.recognises(Buffer.from('{"noroshi":"else"}\n'), 'x'))?.format).toBe('json')
  })

  test('gives a record without a time that of its arrival with its transport, and each its sender', async () => {
    expect(await told(segment([
      { records: ['<13>no time', '<13>Nov 21 01:02:03 web1 app: local time'] },
      { records: ['<13>1 2026-11-22T03:04:05Z web1 app - - - own time'], sender: '2001:db8::1', received: OPENED + 1_000_000 },
    ]))).toEqual([
      '2 linux.syslog 2026-11-22T12:00:00.000000Z {"facility":"user","severity":"notice","message":"no time","sender_ip":"192.0.2.9","transport":"udp"}',
      '3 linux.syslog 2026-11-21T01:02:03.000000Z zone? {"facility":"user","severity":"notice","hostname":"web1","program":"app","message":"local time","sender_ip":"192.0.2.9"}',
      '5 linux.syslog 2026-11-22T03:04:05.000000Z {"facility":"user","severity":"notice","hostname":"web1","program":"app","message":"own time","sender_ip":"2001:db8::1"}',
    ])
  })

  test('reads local times in the zone of the source, and takes all for its dataset', async () => {
    expect(await told(segment([{ records: ['<13>Nov 21 01:02:03 fw app: x'], sender: null }], { zone: 'Asia/Tokyo', dataset: 'lab.own' }))).toEqual([
      '2 lab.own 2026-11-20T16:02:03.000000Z {"facility":"user","severity":"notice","hostname":"fw","program":"app","message":"x"}',
    ])
  })

  test('reads JSON documents, whose own fields of these names stay', async () => {
    expect(await told(segment([{ records: ['{"sender_ip":"10.0.0.1","transport":"own"}', '{"a":1'], transport: 'http' }], { format: 'json' }))).toEqual([
      '2 generic.json 2026-11-22T12:00:00.000000Z {"sender_ip":"10.0.0.1","transport":"own"}',
      expect.stringMatching(/^error \d+ /),
    ])
  })

  test('no sender can forge a batch', async () => {
    const forged = '#5 00000000 1 tcp 203.0.113.9'
    expect((await told(segment([{ records: [forged, '<13>x'] }]))).map(each => JSON.parse(each.slice(each.indexOf('{'))).sender_ip)).toEqual(['192.0.2.9', '192.0.2.9'])
  })

  test.each([
    ['a decoder that is not there', segment([], { format: 'smoke' }), 'error 0 there is no decoder called smoke'],
    ['a first line that is damaged', Buffer.from('{"noroshi":"segment","version":1,"source":\n'), 'error 0 the first line of the segment is damaged'],
  ])('tells %s', async (_, content, error) => {
    expect(await told(content)).toEqual([error])
  })

  test('every record is where it says, whatever was sent and however the segment is damaged', async () => {
    const record = fc.string({ unit: fc.constantFrom('<', '1', '3', '>', '#', ' ', 'a', '{', 'é'), minLength: 1, maxLength: 30 }).map(text => `<13>${text}`)
    const batches = fc.array(fc.array(record, { minLength: 1, maxLength: 5 }), { maxLength: 6 })
    await fc.assert(fc.asyncProperty(batches, fc.nat(), fc.nat(255), async (sent, at, byte) => {
      const whole = segment(sent.map(records => ({ records })))
      const { rows, errors } = await decodeAll(decoder, whole, { blockBytes: 11 })
      expect(errors).toEqual([])
      expect(rows.map(({ offset, length }) => whole.toString('utf8', offset, offset + length))).toEqual(sent.flat())
      const damaged = Buffer.from(whole)
      damaged[at % damaged.length] = byte
      await decodeAll(decoder, damaged)
    }), { numRuns: byDepth(50, 500, 20_000) })
  })
})
