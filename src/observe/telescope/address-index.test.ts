import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { parseNetwork } from '../../query/address.ts'
import { AddressIndex } from './address-index.ts'
import { PortPairs } from './port-pairs.ts'
import { PrefixTable } from './prefix-table.ts'

const address4 = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }))

describe('rows of addresses', () => {
  test('are those that a map gives, one by one and many at once', () => {
    fc.assert(fc.property(fc.array(fc.oneof(address4, fc.array(address4, { minLength: 4, maxLength: 4 })), { maxLength: 300 }), given => {
      const index = new AddressIndex(1_000, 3)
      const oracle = new Map<string, number>()
      const expected = (key: string) => {
        oracle.set(key, oracle.get(key) ?? oracle.size)
        return oracle.get(key)!
      }
      for (const each of given) {
        const row = typeof each === 'number' ? index.row4(each) : index.row6(Uint32Array.from([9, ...each]), 1)
        expect(row).toBe(expected(String(each)))
        expect(index.isWide(row)).toBe(typeof each !== 'number')
      }
      const plain = Uint32Array.from(given.filter(each => typeof each === 'number'))
      const rows = new Int32Array(plain.length)
      index.rows4(plain, new Uint8Array(plain.length).fill(1), 0, plain.length, rows)
      expect([...rows]).toEqual([...plain].map(each => oracle.get(String(each))))
      expect(index.count).toBe(oracle.size)
    }), { numRuns: byDepth(100, 1_000, 10_000) })
  })

  test('stay the same while the index grows, and keep their words', () => {
    const index = new AddressIndex(100_000, 2)
    const count = 50_000
    for (let address = 0; address < count; address++) {
      const row = index.row4(Math.imul(address, 0x01000193) >>> 0)
      index.words[2 * row + 1] = address
    }
    const wrong = Array.from({ length: count }, (_, address) => address).filter(address => index.words[2 * index.row4(Math.imul(address, 0x01000193) >>> 0) + 1] !== address)
    expect([wrong, index.count]).toEqual([[], count])
  })

  test('end at the limit; those given stay', () => {
    const index = new AddressIndex(3)
    expect([7, 8, 7, 9, 10, 9].map(address => index.row4(address))).toEqual([0, 1, 0, 2, -1, 2])
    expect(index.row6(new Uint32Array(4), 0)).toBe(-1)
  })

  test('are written as people write addresses', () => {
    const index = new AddressIndex(10)
    index.row4(0xc0000201)
    index.row6(Uint32Array.of(0x20010db8, 0, 0, 1), 0)
    expect([index.text(0), index.text(1)]).toEqual(['192.0.2.1', '2001:db8::1'])
  })
})

test('pairs of row and port are a set', () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 2 ** 24 }), fc.integer({ min: 0, max: 65_535 })), { maxLength: 300 }), given => {
    const pairs = new PortPairs()
    const oracle = new Set<string>()
    for (const [row, port] of given) {
      expect(pairs.add(row, port, 0)).toBe(!oracle.has(`${row} ${port}`))
      oracle.add(`${row} ${port}`)
    }
    for (const [row] of given) {
      const expected = [...new Set(given.filter(([each]) => each === row).map(([, port]) => port))]
      expect(pairs.portsOf(row)).toEqual(expected.sort((a, b) => a - b))
    }
  }), { numRuns: byDepth(100, 1_000, 10_000) })
})

describe('the prefix an address lies in', () => {
  const table = (...prefixes: readonly string[]) => new PrefixTable(prefixes.map((text, value) => ({ network: parseNetwork(text)!, value })))

  test('is the longest of those that hold it', () => {
    const nested = table('10.0.0.0/8', '10.1.0.0/16', '10.1.2.0/24', '10.1.2.3/32', '0.0.0.0/0')
    expect([0x0a000001, 0x0a010001, 0x0a010201, 0x0a010203, 0x0b000000].map(address => nested.find4(address))).toEqual([0, 1, 2, 3, 4])
  })

  test('is none outside of all', () => {
    const one = table('198.18.0.0/15', '2001:db8::/32')
    expect([one.find4(0xc6120000), one.find4(0xc613ffff), one.find4(0xc6140000), one.find4(0xc611ffff)]).toEqual([0, 0, -1, -1])
    expect([one.find6(Uint32Array.of(0x20010db8, 1, 2, 3), 0), one.find6(Uint32Array.of(0x20010db9, 1, 2, 3), 0)]).toEqual([1, -1])
  })

  test('is what a plain comparison of bits says', () => {
    fc.assert(fc.property(fc.array(fc.tuple(address4, fc.integer({ min: 0, max: 32 })), { maxLength: 20 }), address4, (prefixes, address) => {
      const entries = prefixes.map(([base, bits], value) => ({ network: { address: (0xffffn << 32n) | BigInt(base), prefix: 96 + bits }, value }))
      const holding = prefixes.map(([base, bits], value) => ({ base, bits, value })).filter(({ base, bits }) => base >>> 0 === address || BigInt(base) >> BigInt(32 - bits) === BigInt(address) >> BigInt(32 - bits))
      const longest = holding.sort((a, b) => b.bits - a.bits || a.value - b.value)[0]?.value ?? -1
      expect(new PrefixTable(entries).find4(address)).toBe(longest)
    }), { numRuns: byDepth(200, 2_000, 20_000) })
  })
})
