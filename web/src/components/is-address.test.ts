import { expect, test } from 'vitest'
import { isAddress } from './is-address.ts'

test('tells addresses from what looks a little like them', () => {
  expect(['192.0.2.7', '0.0.0.0', '255.255.255.255', '2001:db8::7', '::1', 'fe80::1', '::ffff:192.0.2.7'].filter(each => !isAddress(each))).toEqual([])
  expect(['', '192.0.2', '192.0.2.256', '192.0.2.7:80', '10:15:02', '00:11:22:33:44:55:66:77:88', 'a.b.c.d', 'C:\\x', '192.0.2.0/24', 'deadbeef'].filter(isAddress)).toEqual([])
})
