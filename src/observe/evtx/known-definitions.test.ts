import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { jsonText } from '../../platform/json-text.ts'
import { decodeEvtxChunk } from './decode-evtx-chunk.ts'
import { ChunkFixture, sealChunk, stringValue } from './evtx-fixture.ts'
import { RECORD_HEADER_BYTES, TEMPLATE_GUID_OFFSET, TEMPLATE_HEADER_BYTES } from './layout.ts'
import { nestedEvent } from './nested-event.ts'

/** Elements one after another, each with an element within: few names, so that definitions are much alike. */
interface Shape {
  readonly names: readonly string[]
  readonly text: string
}

const name = fc.constantFrom('A', 'B', 'Ab', 'Ac', 'Data', 'Date')
const shape: fc.Arbitrary<Shape> = fc.record({ names: fc.array(name, { minLength: 1, maxLength: 5 }), text: fc.constantFrom('x', 'y', '') })

/** A chunk with a template for each shape; where the first definition begins, behind record header, fragment header and instance token. */
function chunkOf(shapes: readonly Shape[]): { chunk: Buffer, definitions: readonly number[] } {
  const fixture = new ChunkFixture()
  const definitions = shapes.map(({ names, text }) => fixture.instanceRecord([stringValue('v')], body => body.element('Event', event => {
    for (const each of names) event.element(each, inner => inner.slot(0).text(text), { Name: at => at.text(text) })
  })) + RECORD_HEADER_BYTES + 4 + 10)
  return { chunk: fixture.finish(), definitions }
}

function read(chunk: Buffer): unknown {
  const events: unknown[] = []
  const errors: unknown[] = []
  decodeEvtxChunk(chunk, 0, {
    record: record => events.push(record === null ? null : jsonText(nestedEvent(record.content))),
    error: error => errors.push(error),
  })
  return { events, errors }
}

/** The same with another identifier in all definitions. */
function identified(chunk: Buffer, definitions: readonly number[], guid: number): Buffer {
  const copy = Buffer.from(chunk)
  for (const at of definitions) copy.writeUInt32LE(guid, at + TEMPLATE_GUID_OFFSET)
  return sealChunk(copy)
}

/** Nothing is known under an identifier that nobody has seen. */
let unseen = 1

describe('known definitions', () => {
  test('stand for what reading them again gives, whatever the chunk has defined before and whichever byte is another', () => {
    const shapesOfChunk = fc.array(shape, { minLength: 1, maxLength: 4 })
    fc.assert(fc.property(shapesOfChunk, fc.nat(3), fc.nat(400), fc.nat(255), (shapes, which, place, byte) => {
      const { chunk, definitions } = chunkOf(shapes)
      const guid = unseen++
      const whole = read(identified(chunk, definitions, unseen++))
      const other = Buffer.from(chunk)
      other[definitions[which % definitions.length]! + TEMPLATE_HEADER_BYTES + place] = byte
      const otherRead = read(identified(other, definitions, guid))
      expect(read(identified(chunk, definitions, guid))).toEqual(whole)
      expect(read(identified(other, definitions, guid))).toEqual(otherRead)
      expect(read(chunk)).toEqual(whole)
    }), { numRuns: byDepth(60, 1_000, 100_000) })
  })
})
