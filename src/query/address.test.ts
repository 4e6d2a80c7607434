import { isIPv4, isIPv6 } from 'node:net'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../test/depth.ts'
import { isInNetwork, parseAddress, parseNetwork } from './address.ts'

describe('an address', () => {
  test.each([
    ['1.2.3.4', 0xffff01020304n],
    ['::ffff:1.2.3.4', 0xffff01020304n],
    ['::', 0n],
    ['::1', 1n],
    ['1::', 1n << 112n],
    ['1:2:3:4:5:6:7:8', 0x00010002000300040005000600070008n],
    ['1:2:3:4:5:6:1.2.3.4', 0x00010002000300040005000601020304n],
    ['[fe80::1%eth0]', (0xfe80n << 112n) + 1n],
    ['2001:DB8::a', (0x20010db8n << 96n) + 10n],
    ['', null],
    ['1.2.3', null],
    ['1.2.3.256', null],
    ['01.2.3.4', null],
    ['1:2', null],
    ['1:2:3:4:5:6:7:8:9', null],
    ['1:2:3:4:5:6:7::8', null],
    ['1:2:3:4:5:6:7:8::', null],
    ['1::2::3', null],
    [':1', null],
    ['1.2.3.4::', null],
    ['::12345', null],
  ])('%s is %s', (text, value) => {
    expect(parseAddress(text)).toBe(value)
  })

  test('is one exactly when the platform says so', () => {
    const pieces = fc.constantFrom('1', 'f', '::', ':', '.', '0', '255', '10')
    const almost = fc.array(pieces, { maxLength: 18 }).map(parts => parts.join(''))
    const text = fc.oneof(fc.ipV4(), fc.ipV6(), fc.ipV4Extended(), almost)
    fc.assert(fc.property(text, each => {
      expect(parseAddress(each) !== null).toBe(isIPv4(each) || isIPv6(each))
    }), { numRuns: byDepth(1_000, 10_000, 200_000) })
  })
})

describe('a network', () => {
  test.each([
    ['10.0.0.0/8', '10.255.0.1', true],
    ['10.9.9.9/8', '10.255.0.1', true],
    ['10.0.0.0/8', '11.0.0.1', false],
    ['10.0.0.0/8', '::ffff:10.0.0.1', true],
    ['0.0.0.0/0', '255.255.255.255', true],
    ['0.0.0.0/0', '::1', false],
    ['::/0', '1.2.3.4', true],
    ['2001:db8::/32', '2001:db8:ffff::1', true],
    ['2001:db8::/128', '2001:db8::1', false],
  ])('%s holds %s: %s', (network, address, expected) => {
    expect(isInNetwork(parseNetwork(network)!, parseAddress(address)!)).toBe(expected)
  })

  test.each(['10.0.0.0/33', '::/129', '10.0.0.0', '10.0.0/8', 'x/8', '/8', '10.0.0.0/'])('%s is none', text => {
    expect(parseNetwork(text)).toBeNull()
  })
})
