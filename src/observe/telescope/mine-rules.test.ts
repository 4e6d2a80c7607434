import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { Random } from './generate/random.ts'
import { FIELD_COUNT, HEADER_FIELDS } from './header-fields.ts'
import { describeRule } from './header-rule.ts'
import type { SampledSource } from './mine-rules.ts'
import { mineRules } from './mine-rules.ts'

type Packet = Record<typeof HEADER_FIELDS[number]['name'], number>

/** Sources with random fields, changed as a tool would. */
function sourcesOf(count: number, change: (packet: Packet, source: number) => void, { seed = 1, samples = 4, firstRow = 0 } = {}): SampledSource[] {
  const random = new Random(seed, 0)
  return Array.from({ length: count }, (_, source) => {
    const [sourceHigh, sourceLow, window] = [random.half(), random.half(), random.half()]
    const fields = new Uint16Array(samples * FIELD_COUNT)
    for (let sample = 0; sample < samples; sample++) {
      const packet = Object.fromEntries(HEADER_FIELDS.map(({ name }) => [name, random.half()])) as Packet
      Object.assign(packet, { sourceHigh, sourceLow, window, ackHigh: 0, ackLow: 0, destinationHigh: 0xc612, destinationPort: random.pick([23, 80, 443]) })
      change(packet, source)
      fields.set(HEADER_FIELDS.map(({ name }) => packet[name]), sample * FIELD_COUNT)
    }
    return { row: firstRow + source, fields, samples }
  })
}

const crowd = (samples: number) => sourcesOf(byDepth(300, 3_000, 30_000), () => {}, { seed: 2, samples, firstRow: 1_000 })

describe('a rule that 30 sources share among many others is found with exactly them, and no other', () => {
  test.each<[string, (packet: Packet, source: number) => void]>([
    ['IP identification = lower half of the destination address', packet => { packet.id = packet.destinationLow }],
    ['IP identification ⊕ lower half of the sequence number ⊕ destination port = 0', packet => { packet.id = packet.seqLow ^ packet.destinationPort }],
    ['IP identification ⊕ upper half of the sequence number ⊕ lower half of the destination address = 0x5a5a', packet => { packet.id = packet.seqHigh ^ packet.destinationLow ^ 0x5a5a }],
    ['upper half of the sequence number = lower half of the sequence number', packet => { packet.seqHigh = packet.seqLow }],
    ['IP identification = 0x7a69', packet => { packet.id = 31_337 }],
    ['source port = 0x1770', packet => { packet.sourcePort = 6_000 }],
    ['IP identification − source port = 0x0007', packet => { packet.id = (packet.sourcePort + 7) & 0xffff }],
    ['lower half of the sequence number − source port − lower half of the destination address = 0', packet => { packet.seqLow = (packet.sourcePort + packet.destinationLow) & 0xffff }],
    ['IP identification ⊕ lower half of the destination address (bytes swapped) = 0x1234', packet => {
      packet.id = (((packet.destinationLow << 8) | (packet.destinationLow >>> 8)) & 0xffff) ^ 0x1234
    }],
    ['IP identification ⊕ source port is one value for each source', (packet, source) => { packet.id = packet.sourcePort ^ Math.imul(source + 1, 2_477) & 0xffff }],
  ])('%s', (words, change) => {
    const found = mineRules([...crowd(4), ...sourcesOf(30, change)])
    expect(found.map(({ rules, rows }) => [rules.map(rule => describeRule(rule, 'en')).join('; '), rows.length])).toEqual([[words, 30]])
    expect(Math.max(...found[0]!.rows)).toBeLessThan(1_000)
  })
})

test('of two packets a source, chance makes no group', () => {
  expect(mineRules(sourcesOf(byDepth(1_000, 20_000, 200_000), () => {}, { samples: 2, seed: 3 }))).toEqual([])
}, 120_000)

test('two packets a source suffice for a group', () => {
  const [tool, ...others] = mineRules([...crowd(2), ...sourcesOf(30, packet => { packet.id = packet.destinationLow ^ 0x1111 }, { samples: 2 })])
  expect([tool!.rows.length, others]).toEqual([30, []])
})

test('the name is that of the rule, whoever follows it', () => {
  const nameOf = (seed: number) => mineRules(sourcesOf(12, packet => { packet.id = packet.seqLow }, { seed }))[0]!.name
  expect(nameOf(5)).toBe(nameOf(6))
  expect(nameOf(5)).toMatch(/^unknown-[0-9a-f]{8}$/)
})

test('fewer than eight sources are no group', () => {
  expect(mineRules(sourcesOf(7, packet => { packet.id = packet.seqLow }))).toEqual([])
})
