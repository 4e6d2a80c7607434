import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth, IS_QUICK } from '../../../../test/depth.ts'
import { temporaryFolder } from '../../../../test/temporary-folder.ts'
import { continentOf } from './continents.ts'
import { openGeo } from './geo.ts'
import { readRanges } from './read-ranges.ts'

/** Often with words that are zero, as networks have them. */
const addresses = (bits: bigint) => fc.tuple(fc.bigInt({ min: 0n, max: (1n << bits) - 1n }), fc.constantFrom(0n, 16n, 64n, 96n))
  .map(([address, zeros]) => (zeros < bits ? (address >> zeros) << zeros : address))

/** Ranges as tables have them: some overlap. */
const ranges = (bits: bigint) => fc.uniqueArray(fc.tuple(addresses(bits), addresses(bits)), { minLength: 1, maxLength: 20, selector: ([a, b]) => (a < b ? a : b) })
  .map(bounds => bounds.map(([a, b], index) => ({ first: a < b ? a : b, last: a < b ? b : a, label: `L${index}` })).toSorted((a, b) => (a.first < b.first ? -1 : 1)))

describe('a table of ranges', () => {
  test.each([[4, 32n], [6, 128n]] as const)('finds for IPv%i what a walk over all ranges finds, the one that begins last', (version, bits) => {
    const path = join(temporaryFolder({}), 'ranges.csv')
    fc.assert(fc.property(ranges(bits), fc.array(addresses(bits), { maxLength: 20 }), (list, others) => {
      writeFileSync(path, list.map(({ first, last, label }) => `${first},${last},${label}\n`).join(''))
      const table = readRanges(path, version)
      const edges = list.flatMap(({ first, last }) => [first, last, first - 1n, last + 1n]).filter(each => each >= 0n && each < 1n << bits)
      for (const address of [...others, ...edges]) {
        const expected = list.findLast(({ first, last }) => first <= address && address <= last)?.label
        expect(version === 4 ? table.find4(Number(address)) : table.find6(wordsOf(address))).toBe(expected)
      }
    }), { numRuns: byDepth(20, 200, 2_000) })
  })

  test('keeps commas and quotes of names', () => {
    const folder = temporaryFolder({ 'names.csv': '1,9,64500,"Example, ""Inc"""\r\n10,19,64501,Plain' })
    const table = readRanges(join(folder, 'names.csv'), 4)
    expect([table.size, table.find4(5), table.find4(19), table.find4(20), table.find4(0)]).toEqual([2, '64500,Example, "Inc"', '64501,Plain', undefined, undefined])
  })
})

describe('the tables that come along', () => {
  const geo = openGeo()
  const six = Uint32Array.of(0x20014860, 0x4860_0000, 0, 0x8888)

  test.skipIf(IS_QUICK)('know well-known networks, IPv4 and IPv6', () => {
    expect([geo.country(0x85f30001), geo.country(six), geo.country(0x7f000001), geo.system(0x01010101)?.number, geo.system(six)]).toEqual(['JP', 'US', null, 13_335, { number: 15_169, name: 'Google LLC' }])
  })

  test('each country has a continent, and who must be named is named', () => {
    const codes = new Set(Array.from({ length: 4_096 }, (_, index) => geo.country((index << 20) >>> 0)).filter(code => code !== null))
    expect([codes.size > 50, [...codes].filter(code => continentOf(code) === null)]).toEqual([true, []])
    expect(geo.attributions.map(({ name }) => name)).toEqual(['RouteViews', 'IP Geolocation by DB-IP', 'NRO', 'ip-location-db (CC BY 4.0)'])
  })
})

describe('a database of one\'s own', () => {
  test('that is none is refused in words', () => {
    const folder = temporaryFolder({ 'bad.mmdb': 'nothing of that kind' })
    expect(() => openGeo({ countryDatabase: join(folder, 'bad.mmdb') })).toThrow(/bad\.mmdb: no database in MaxMind's format/)
    expect(() => openGeo({ asnDatabase: join(folder, 'absent.mmdb') })).toThrow(/absent\.mmdb/)
  })
})

function wordsOf(address: bigint): Uint32Array {
  return Uint32Array.from([96n, 64n, 32n, 0n], shift => Number((address >> shift) & 0xffffffffn))
}
