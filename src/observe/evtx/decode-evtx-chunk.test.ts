import { describe, expect, test } from 'vitest'
import type { DecodeError } from '../../model/decoder.ts'
import { flattenWindowsEvent } from '../windows/windows-event.ts'
import type { EvtxRecord } from './decode-evtx-chunk.ts'
import { decodeEvtxChunk } from './decode-evtx-chunk.ts'
import { ChunkFixture, sealChunk, stringValue, typedValue } from './evtx-fixture.ts'
import type { FixtureValue } from './evtx-fixture.ts'
import { flatEvent } from './flat-event.ts'
import { jsonText } from '../../platform/json-text.ts'
import { ARRAY_FLAG, CHUNK_HEADER, TOKEN, VALUE } from './layout.ts'
import { nestedEvent } from './nested-event.ts'

interface Read {
  readonly events: readonly unknown[]
  readonly errors: readonly DecodeError[]
}

/** Every event also shows that its flat fields are those of its nested form. */
function read(chunk: Buffer, fileOffset = 0): Read {
  const events: unknown[] = []
  const errors: DecodeError[] = []
  const record = (found: EvtxRecord | null) => {
    if (found === null) return
    const nested = nestedEvent(found.content)
    const [flat, plain] = [flatEvent(found.content), flattenWindowsEvent(nested)]
    expect(flat).toEqual(plain)
    expect(Object.entries(flat.fields)).toEqual(Object.entries(plain.fields))
    events.push(JSON.parse(jsonText(nested)))
  }
  decodeEvtxChunk(chunk, fileOffset, { record, error: error => errors.push(error) })
  return { events, errors }
}

/** What the element E becomes that holds this content, in an instance with these values. */
function contentOf(values: readonly FixtureValue[], write: (chunk: ChunkFixture) => void): unknown {
  const chunk = new ChunkFixture()
  chunk.instanceRecord(values, inner => inner.element('Event', event => event.element('E', () => write(event))))
  const { events, errors } = read(chunk.finish())
  expect(errors).toEqual([])
  return (events as { Event: { E: unknown } }[])[0]!.Event.E
}

describe('content', () => {
  test('is null when empty, the typed value of one slot, and text of several parts', () => {
    expect(contentOf([], () => {})).toBeNull()
    expect(contentOf([typedValue(VALUE.uint32, [7, 0, 0, 0])], chunk => chunk.slot(0))).toBe(7)
    expect(contentOf([typedValue(VALUE.uint32, [7, 0, 0, 0])], chunk => chunk.text('is ').slot(0).text('!'))).toBe('is 7!')
    expect(contentOf([typedValue(VALUE.boolean, [1, 0, 0, 0])], chunk => chunk.slot(0))).toBe(true)
    expect(contentOf([typedValue(VALUE.null, [])], chunk => chunk.slot(0, TOKEN.optionalSubstitution))).toBeNull()
    expect(contentOf([stringValue('x')], chunk => chunk.slot(0, TOKEN.optionalSubstitution, VALUE.null))).toBeNull()
    expect(contentOf([], chunk => chunk.slot(4))).toBeNull()
  })

  test('has CDATA, character and entity references as what they stand for; instructions say nothing', () => {
    expect(contentOf([], chunk => chunk
      .raw([TOKEN.cdata]).uint16(3).raw(Buffer.from('<a>', 'utf16le'))
      .raw([TOKEN.characterReference]).uint16(0x72fc)
      .raw([TOKEN.entityReference]).name('amp')
      .raw([TOKEN.entityReference]).name('other')
      .raw([TOKEN.instructionTarget]).name('php')
      .raw([TOKEN.instructionData]).uint16(1).raw(Buffer.from('x', 'utf16le')))).toBe('<a>狼&&other;')
  })

  test('is an object of attributes, text and elements, equal names numbered', () => {
    expect(contentOf([stringValue('v'), typedValue(VALUE.null, [])], chunk => chunk
      .element('A', inner => inner.text('t'), { x: at => at.text('1'), y: at => at.slot(0), z: at => at.slot(1) })
      .element('H', inner => inner.text('one'))
      .element('H', inner => inner.text('two'))
      .element('H')
      .text('between'))).toEqual({
      A: { '#attributes': { x: '1', y: 'v' }, '#text': 't' }, H: 'one', H_1: 'two', H_2: null, '#text': 'between',
    })
  })

  test('takes names that objects know as any other', () => {
    expect(contentOf([], chunk => chunk.element('__proto__', inner => inner.text('p')).element('constructor'))).toEqual(
      JSON.parse('{"__proto__":"p","constructor":null}'))
  })

  test('keeps integers exact', () => {
    const chunk = new ChunkFixture()
    chunk.instanceRecord([typedValue(VALUE.uint64, Buffer.alloc(8, 0xff))], inner => inner.element('Event', event => event.slot(0)))
    const lines: string[] = []
    decodeEvtxChunk(chunk.finish(), 0, { record: record => lines.push(jsonText(nestedEvent(record!.content))), error: () => {} })
    expect(lines).toEqual(['{"Event":18446744073709551615}'])
  })
})

describe('event data', () => {
  function dataOf(values: readonly FixtureValue[], write: (chunk: ChunkFixture) => void): unknown {
    const chunk = new ChunkFixture()
    chunk.instanceRecord(values, inner => inner.element('Event', event => event
      .element('System', system => system.element('Channel', channel => channel.text('System')))
      .element('EventData', write)))
    return (read(chunk.finish()).events as { Event: { EventData: unknown } }[])[0]!.Event.EventData
  }
  const named = (name: string) => ({ Name: (at: ChunkFixture) => void at.text(name) })

  test('goes by name, empty data as empty text', () => {
    expect(dataOf([stringValue('v'), typedValue(VALUE.null, [])], data => data
      .element('Data', inner => inner.slot(0), named('A'))
      .element('Data', inner => inner.slot(1), named('B'))
      .element('Data', inner => inner.slot(0), named('A'))
      .element('Data', inner => inner.slot(0), { Name: at => at.slot(0) })
      .element('Binary'))).toEqual({ A: 'v', B: '', A_1: 'v', v: 'v', Binary: null })
  })

  test('without names is a list, one alone its value', () => {
    const strings = typedValue(VALUE.string | ARRAY_FLAG, Buffer.from('a\0\0b\0', 'utf16le'))
    expect(dataOf([strings], data => data.element('Data', inner => inner.slot(0)))).toEqual({ Data: { '#text': ['a', '', 'b'] } })
    expect(dataOf([strings], data => data.element('Data', inner => inner.slot(0), named('A')))).toEqual({ A: ['a', '', 'b'] })
    expect(dataOf([], data => data.element('Data'))).toEqual({ Data: { '#text': '' } })
    for (const name of ['constructor', '__proto__', '7', 'n'.repeat(300)]) {
      expect(dataOf([strings], data => data.element('Data', inner => inner.slot(0), named(name)).element('Data', inner => inner.text('x'), named('A')))).toMatchObject({ A: 'x' })
    }
    expect(dataOf([], data => data.element('Data', inner => inner.text('1')).element('Data', inner => inner.text('2')))).toEqual(
      { Data: { '#text': ['1', '2'] } })
  })

  test('that stands in a slot of System joins what is there under the same name', () => {
    const chunk = new ChunkFixture()
    let data = 0
    const event = (body: ChunkFixture) => body.element('Event', inner => inner
      .element('System', system => system.element('Channel', channel => channel.slot(0)).element('Level', level => level.slot(1)))
      .element('EventData', section => section.element('Data', each => each.slot(1), named('Level'))))
    chunk.record(record => record.fragment(inner => {
      data = inner.instance([stringValue('4')], body => body.element('Level', level => level.slot(0)))
    }))
    const apart = new ChunkFixture()
    apart.fragment(inner => inner.instance([stringValue('3')], data))
    chunk.instanceRecord([typedValue(VALUE.binaryXml, apart.bytes.subarray(512, apart.position)), stringValue('4')], event)
    const system = { Channel: { Level: '3' }, Level: '4' }
    expect(read(chunk.finish()).events[1]).toEqual({ Event: { System: system, EventData: { Level: '4' } } })
  })

  test('of a name that System has too is found beside it', () => {
    const chunk = new ChunkFixture()
    chunk.instanceRecord([], inner => inner.element('Event', event => event
      .element('System', system => system.element('Channel', channel => channel.text('System')))
      .element('UserData', data => data.element('LogFileCleared', log => log.element('Channel', channel => channel.text('Security'))))))
    decodeEvtxChunk(chunk.finish(), 0, {
      record: record => {
        expect(flatEvent(record!.content)).toMatchObject({ fields: { Channel: ['System', 'Security'] }, channel: 'System' })
      },
      error: error => expect.unreachable(error.reason),
    })
  })
})

describe('templates', () => {
  test('of earlier records are used by their offset, also within values', () => {
    const chunk = new ChunkFixture()
    let template = 0
    chunk.record(record => record.fragment(inner => {
      template = inner.instance([stringValue('first')], body => body.element('Event', event => event.slot(0)))
    }))
    chunk.record(record => record.fragment(inner => inner.instance([stringValue('second')], template)))
    chunk.instanceRecord([nestedValue(template, 'third')], body => body.element('Outer', outer => outer.slot(0)))
    expect(read(chunk.finish())).toEqual({ events: [{ Event: 'first' }, { Event: 'second' }, { Outer: { Event: 'third' } }], errors: [] })
  })

  test('that contain themselves, lie outside or would grow without bound are errors of their records', () => {
    const chunk = new ChunkFixture()
    chunk.record(record => record.fragment(inner => inner.instance([], body => body.instance([], body.position - 28))))
    chunk.record(record => record.fragment(inner => inner.instance([], 0xfff0)))
    chunk.record(record => record.fragment(inner => inner.instance([], 0xffff_fff0)))
    const many = Array.from({ length: 600 }, () => 0)
    const long = stringValue('x'.repeat(20_000))
    chunk.instanceRecord([long], body => body.element('Event', event => many.forEach(index => event.slot(index))))
    chunk.instanceRecord([], body => body.element('Event'))
    const { events, errors } = read(chunk.finish(), 4_096)
    expect(events).toEqual([{ Event: null }])
    expect(errors.map(error => error.reason)).toEqual([
      'a template contains itself',
      'a template lies outside the chunk, at 65520',
      'a template lies outside the chunk, at 4294967280',
      'the template\'s instance would be larger than 1000000 characters',
    ])
    expect(errors.every(error => error.offset > 4_096)).toBe(true)
  })

  test('may be nested 64 deep and no deeper', () => {
    const nest = (depth: number) => (chunk: ChunkFixture): void => {
      if (depth > 0) chunk.element('E', nest(depth - 1))
    }
    const chunk = new ChunkFixture()
    chunk.instanceRecord([], nest(60))
    chunk.instanceRecord([], nest(70))
    const { events, errors } = read(chunk.finish())
    expect(events).toHaveLength(1)
    expect(errors).toMatchObject([{ reason: 'elements are nested deeper than 64' }])
  })

  /** Binary XML that instantiates a known template: needs no position, so it can be made apart. */
  function nestedValue(template: number, text: string): FixtureValue {
    const apart = new ChunkFixture()
    const from = apart.position
    apart.fragment(inner => inner.instance([stringValue(text)], template))
    return typedValue(VALUE.binaryXml, apart.bytes.subarray(from, apart.position))
  }
})

describe('damage', () => {
  function threeRecords(): { chunk: ChunkFixture; offsets: number[] } {
    const chunk = new ChunkFixture()
    const body = (inner: ChunkFixture) => inner.element('Event', event => event.slot(0))
    const offsets = ['a', 'b', 'c'].map(text => chunk.instanceRecord([stringValue(text)], body))
    return { chunk, offsets }
  }

  const all = [{ Event: 'a' }, { Event: 'b' }, { Event: 'c' }]

  test.each<[string, (bytes: Buffer, second: number) => void, readonly unknown[], RegExp]>([
    ['a wrong signature', (bytes, at) => bytes.fill(0, at, at + 4), all, /signature is wrong/],
    ['a size too small', (bytes, at) => bytes.writeUInt32LE(9, at + 4), all, /size is wrong/],
    ['a size too large', (bytes, at) => bytes.writeUInt32LE(1e9, at + 4), all, /size is wrong/],
    ['an overwritten header', (bytes, at) => bytes.fill(0, at, at + 24), [{ Event: 'a' }, { Event: 'c' }], /no record begins here/],
    ['a broken token', (bytes, at) => bytes.fill(0x3f, at + 24, at + 25), [{ Event: 'a' }, { Event: 'c' }], /0x3f is no token of content/],
    ['an empty record', (bytes, at) => bytes.fill(0, at + 24, at + 25), [{ Event: 'a' }, { Event: 'c' }], /the record is empty/],
  ])('%s costs at most its own record', (_name, damage, events, reason) => {
    const { chunk, offsets } = threeRecords()
    damage(chunk.bytes, offsets[1]!)
    const found = read(chunk.finish(), 65_536)
    expect(found.events).toEqual(events)
    expect(found.errors).toHaveLength(1)
    expect(found.errors[0]!.reason).toMatch(reason)
    expect(found.errors[0]!.offset).toBeGreaterThanOrEqual(65_536 + offsets[1]!)
  })

  test('shows in the checksums, and what can be read is read', () => {
    const { chunk } = threeRecords()
    const bytes = chunk.finish()
    bytes[CHUNK_HEADER.recordsChecksum]! ^= 1
    bytes[200]! ^= 1
    const { events, errors } = read(bytes, 4_096)
    expect(events).toHaveLength(3)
    expect(errors).toEqual([
      { offset: 4_096 + 124, reason: 'the chunk header\'s checksum is wrong' },
      { offset: 4_096 + 52, reason: 'the checksum of the chunk\'s records is wrong' },
    ])
  })

  test('of the place where free space begins lets the records be read up to the end', () => {
    const { chunk } = threeRecords()
    chunk.finish()
    chunk.bytes.writeUInt32LE(70_000, CHUNK_HEADER.freeSpace)
    const { events, errors } = read(sealChunk(chunk.bytes))
    expect(events).toHaveLength(3)
    expect(errors[0]).toEqual({ offset: 48, reason: 'the chunk\'s free space cannot begin at 70000' })
  })

  test('by a cut file leaves the records before the cut', () => {
    const { chunk, offsets } = threeRecords()
    const { events, errors } = read(chunk.finish().subarray(0, offsets[2]! + 30))
    expect(events).toEqual([{ Event: 'a' }, { Event: 'b' }])
    expect(errors[0]).toEqual({ offset: offsets[2]! + 30, reason: 'the file ends within a chunk' })
  })

  test('of a value leaves its bytes', () => {
    const chunk = new ChunkFixture()
    chunk.instanceRecord([typedValue(VALUE.guid, [1, 0xab])], body => body.element('Event', event => event.slot(0)))
    expect(read(chunk.finish())).toMatchObject({ events: [{ Event: '01AB' }], errors: [{ reason: '2 bytes are no value of type 0xf' }] })
  })

  test('is listed a hundred times per chunk', () => {
    const chunk = new ChunkFixture()
    for (let i = 0; i < 300; i++) chunk.record(record => record.raw([0x3f]))
    const { errors } = read(chunk.finish())
    expect(errors).toHaveLength(100)
    expect(errors[99]!.reason).toMatch(/further errors in this chunk are not listed$/)
  })

  test('is not what a chunk of zeros has; one without signature is damaged', () => {
    expect(read(Buffer.alloc(65_536)).errors).toEqual([])
    expect(read(Buffer.alloc(65_536, 1)).errors).toEqual([{ offset: 0, reason: 'the chunk has no signature' }])
  })
})
