import { expect, test } from 'vitest'
import { shortIpv6 } from './short-ipv6.ts'

test.each([
  ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
  ['2001:0db8::0001', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['0:0:0:0:0:0:0:1', '::1'],
  ['fe80:0:0:0:6c96:34e3:33cb:dbba%12', 'fe80::6c96:34e3:33cb:dbba'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['::FFFF:C000:207', '192.0.2.7'],
  ['192.0.2.7:443', '192.0.2.7:443'],
  ['A:b:c', 'a:b:c'],
  ['1:2/3@4', '1:2/3@4'],
  [`::${'0'.repeat(100)}`, `::${'0'.repeat(100)}`],
])('%s is %s', (written, short) => {
  expect(shortIpv6(written)).toBe(short)
})
