import { expect, test } from 'vitest'
import { hexDump } from './hex-dump.ts'

test('a line holds offset, sixteen bytes and what of them can be printed', () => {
  expect(hexDump(Uint8Array.from({ length: 18 }, (_, i) => (i === 17 ? 255 : 0x40 + i)))).toBe([
    '000000  40 41 42 43 44 45 46 47  48 49 4a 4b 4c 4d 4e 4f  @ABCDEFGHIJKLMNO',
    `000010  50 ff${' '.repeat(43)}  P.`,
  ].join('\n'))
})
