import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressKey } from './address-key.ts'

test('an IPv4 address counts by itself, also as a dual socket shows it', () => {
  expect(['192.0.2.1', '::ffff:192.0.2.1', '::FFFF:192.0.2.1'].map(addressKey)).toEqual(['192.0.2.1', '192.0.2.1', '192.0.2.1'])
})

test('all addresses of one IPv6 network count together, however they are written', () => {
  const same = ['2001:db8:1:2::1', '2001:db8:1:2:3:4:5:6', '2001:0DB8:0001:0002:ffff::', '2001:db8:1:2::192.0.2.1', '2001:db8:1:2::1%eth0']
  expect(new Set(same.map(addressKey))).toEqual(new Set(['2001:db8:1:2::/64']))
  expect(['2001:db8:1:3::1', 'fe80::1', '::1', '1::', 'local', ''].map(addressKey)).toEqual(['2001:db8:1:3::/64', 'fe80:0:0:0::/64', '::1', '1:0:0:0::/64', 'local', ''])
})

test('what follows the first 64 bits makes no difference', () => {
  fc.assert(fc.property(fc.ipV6().filter(address => address !== '::1' && !/^::ffff:\d+\./i.test(address)), fc.ipV6(), (address, other) => {
    const same = addressKey(address) === addressKey(other)
    const bits = (text: string) => BigInt(`0x${expanded(text)}`) >> 64n
    expect(same).toBe(other !== '::1' && !/^::ffff:\d+\./i.test(other) && bits(address) === bits(other))
  }))
})

/** By the URL parser, which knows all forms. */
function expanded(address: string): string {
  const [head = '', tail = ''] = new URL(`http://[${address}]/`).hostname.slice(1, -1).split('::')
  const groups = (text: string) => (text === '' ? [] : text.split(':'))
  const [before, after] = [groups(head), groups(tail)]
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => '0'), ...after].map(group => group.padStart(4, '0')).join('')
}
