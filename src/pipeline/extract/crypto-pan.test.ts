import { randomBytes } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { CryptoPan } from './crypto-pan.ts'
import { formatAddress } from './format-address.ts'

/** The sample key and trace of the authors' own implementation, and IPv6 as its ports have it. */
const SAMPLE = new CryptoPan(Uint8Array.of(
  21, 34, 23, 141, 51, 164, 207, 128, 19, 10, 91, 22, 73, 144, 125, 16, 216, 152, 143, 131, 121, 121, 101, 39, 98, 87, 76, 45, 42, 132, 34, 2,
))

describe('pseudonyms of addresses', () => {
  test.each([
    ['128.11.68.132', '135.242.180.132'], ['129.118.74.4', '134.136.186.123'], ['130.132.252.244', '133.68.164.234'], ['141.223.7.43', '141.167.8.160'],
    ['152.163.225.39', '151.140.114.167'], ['165.247.96.84', '162.9.99.234'], ['192.102.249.13', '252.138.62.131'], ['195.205.63.100', '255.186.223.5'],
    ['199.217.79.101', '248.38.184.213'], ['203.12.160.252', '244.248.163.4'], ['216.35.217.178', '235.195.157.81'], ['24.5.0.80', '100.9.15.210'],
    ['38.15.67.68', '64.3.66.187'], ['4.3.88.225', '124.60.155.63'], ['63.14.55.111', '95.9.215.7'], ['64.34.154.117', '0.221.154.117'], ['10.185.25.118', '117.161.29.118'],
    ['::1', '78ff:f001:9fc0:20df:8380:b1f1:704:ed'], ['::ffff', '78ff:f001:9fc0:20df:8380:b1f1:704:f838'],
    ['2001:db8::1', '4401:2bc:603f:d91d:27f:ff8e:e6f1:dc1e'], ['2001:db8::2', '4401:2bc:603f:d91d:27f:ff8e:e6f1:dc1c'],
  ])('are those of the published vectors: %s', (address, expected) => {
    expect(SAMPLE.pseudonym(address)).toBe(expected)
  })

  test('share exactly as many first bits as the addresses do', () => {
    const common = (a: bigint, b: bigint, bits: number) => bits - (a ^ b).toString(2).replace(/^0$/, '').length
    const pan = new CryptoPan(randomBytes(32))
    for (const bits of [32, 128] as const) {
      const address = fc.bigInt({ min: 0n, max: (1n << BigInt(bits)) - 1n })
      fc.assert(fc.property(address, address, fc.nat(bits), (a, other, shared) => {
        const b = a >> BigInt(bits - shared) << BigInt(bits - shared) | other & (1n << BigInt(bits - shared)) - 1n
        expect(common(pan.map(a, bits), pan.map(b, bits), bits)).toBe(common(a, b, bits))
      }), { numRuns: byDepth(50, 500, 20_000) })
    }
  })

  test('of an address mapped into IPv6 are those of IPv4, and what is no address has none', () => {
    expect(SAMPLE.pseudonym('::ffff:128.11.68.132')).toBe('135.242.180.132')
    expect(['1.2.3', '1.2.3.256', 'g::1', ''].map(text => SAMPLE.pseudonym(text))).toEqual([null, null, null, null])
  })

  test('are other ones with another key', () => {
    expect(new CryptoPan(randomBytes(32)).pseudonym('2001:db8::1')).not.toBe(SAMPLE.pseudonym('2001:db8::1'))
  })
})

test.each([[0n, '::'], [1n, '::1'], [0x20010db8n << 96n, '2001:db8::']])('%s is written as people write it', (address, text) => {
  expect(formatAddress(address, false)).toBe(text)
})
