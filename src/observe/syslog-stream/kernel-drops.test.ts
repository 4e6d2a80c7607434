import { expect, test } from 'vitest'
import { kernelDrops } from './kernel-drops.ts'

/** As proc(5) has it: port 514 is 0202, 15514 is 3C9A. */
const TABLE = `   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
  396: 00000000:0202 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 9125 2 ffff9c1 17
  397: 0100007F:3C9A 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 9126 2 ffff9c2 5
  398: 0200007F:0202 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 9127 2 ffff9c3 3
`

test('sums what the kernel dropped for a port, over both families', () => {
  expect([514, 15_514, 9].map(port => kernelDrops(port, () => TABLE))).toEqual([40, 10, 0])
})

test('tells nothing where the tables cannot be read, and of one family where only that can', () => {
  const missing = () => { throw new Error('ENOENT') }
  expect(kernelDrops(514, missing)).toBeNull()
  expect(kernelDrops(514, path => (path.endsWith('udp') ? TABLE : missing()))).toBe(20)
})
