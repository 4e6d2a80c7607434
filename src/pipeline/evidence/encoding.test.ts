import fc from 'fast-check'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { describeWithData, testFiles } from '../../../test/test-data.ts'
import type { TextEncoding } from '../../model/decoder.ts'
import { HEAD_BYTES } from '../../model/decoder.ts'
import { detectEncoding, EncodingDetector, preliminaryEncoding, sameFraming } from './encoding.ts'
import { HALF_WIDTH_CP932, JAPANESE_BYTES, JAPANESE_TEXT } from './japanese-fixture.ts'

const ENCODINGS = Object.keys(JAPANESE_BYTES) as TextEncoding[]
const ASCII = Buffer.from('2026-04-17 05:24:53 host sshd[1]: Accepted password for root\n')
const ASCII_HEAD = Buffer.alloc(HEAD_BYTES + 5_000, ASCII)

function detect(...blocks: readonly Uint8Array[]): TextEncoding {
  return detectEncoding(blocks)
}

describe.each(ENCODINGS)('%s', encoding => {
  const bytes = JAPANESE_BYTES[encoding]

  test('is found, and its bytes are the text', () => {
    expect(detect(bytes)).toBe(encoding)
    expect(new TextDecoder(encoding).decode(bytes)).toBe(JAPANESE_TEXT)
  })

  test('is found wherever the blocks are cut', () => {
    fc.assert(fc.property(fc.array(fc.nat(2 * bytes.length), { maxLength: 8 }), cuts => {
      const text = Buffer.concat([bytes, bytes])
      const ends = [0, ...cuts.sort((a, b) => a - b), text.length]
      expect(detect(...ends.slice(1).map((end, i) => text.subarray(ends[i], end)))).toBe(encoding)
    }), { numRuns: byDepth(50, 300, 3_000) })
  })

  test('is found although the text is cut off anywhere after its first line', () => {
    const firstLine = bytes.length >> 1
    for (let length = firstLine; length < bytes.length; length++) expect(detect(bytes.subarray(0, length))).toBe(encoding)
  })
})

describe('UTF-16', () => {
  test('with a mark is found even if it is one character', () => {
    expect([detect(Buffer.from('fffe4100', 'hex')), detect(Buffer.from('feff0041', 'hex'))]).toEqual(['utf-16le', 'utf-16be'])
  })

  test('of plain English is found without a mark', () => {
    const english = Buffer.from('An account failed to log on.\r\n', 'utf16le')
    expect([detect(english), detect(Buffer.from(english).swap16())]).toEqual(['utf-16le', 'utf-16be'])
  })
})

describe('the whole content decides', () => {
  test('when Japanese comes only after a long plain head', () => {
    for (const encoding of ['utf-8', 'shift_jis', 'euc-jp', 'iso-2022-jp'] as const) {
      expect([preliminaryEncoding(ASCII_HEAD), detect(ASCII_HEAD, JAPANESE_BYTES[encoding])]).toEqual(['utf-8', encoding])
    }
  })

  test('and UTF-8 with a few bad bytes stays UTF-8', () => {
    const text = Buffer.concat([JAPANESE_BYTES['utf-8'], Buffer.from('c328ff80', 'hex'), JAPANESE_BYTES['utf-8']])
    expect(detect(text)).toBe('utf-8')
  })

  test('and CP932 with a few bad bytes stays CP932', () => {
    expect(detect(JAPANESE_BYTES.shift_jis, Buffer.from('ff0afd0a', 'hex'), JAPANESE_BYTES.shift_jis)).toBe('shift_jis')
  })
})

describe('half-width kana', () => {
  test('are CP932, though the bytes would do as EUC-JP', () => {
    expect(detect(HALF_WIDTH_CP932)).toBe('shift_jis')
    expect(detect(HALF_WIDTH_CP932.subarray(5, 11))).toBe('shift_jis')
  })
})

describe('what is in none of the encodings is UTF-8', () => {
  test.each([
    ['nothing', Buffer.alloc(0)],
    ['ASCII', ASCII],
    ['a UTF-8 mark alone', Buffer.from('efbbbf', 'hex')],
    ['Latin-1 French', Buffer.from('connexion refusée à l\'hôte, échec répété\n', 'latin1')],
    ['Latin-1 German', Buffer.from('Zugriff verweigert für Müller, Schlüssel ungültig\n', 'latin1')],
    ['terminal colours', Buffer.from('\x1b[31merror\x1b[0m \x1b(B done\n', 'latin1')],
    ['a start of NULs, as a lost power supply leaves', Buffer.concat([Buffer.alloc(4_096), ASCII])],
    ['a packet capture', Buffer.from('d4c3b2a1020004000000000000000000ffff000001000000', 'hex')],
    ['a packet capture full of one byte', Buffer.from(`0a0d0d0a340000004d3c2b1a01000000${'aa'.repeat(5_000)}`, 'hex')],
    ['an executable', Buffer.from('4d5a90000300000004000000ffff0000b800000000000000400000000000000001020304050607', 'hex')],
  ])('%s', (_, bytes) => {
    expect(detect(bytes)).toBe('utf-8')
  })

  test('noise', () => {
    const noise = fc.nat().map(seed => createHash('shake256', { outputLength: 3_000 }).update(String(seed)).digest())
    fc.assert(fc.property(noise, bytes => detect(bytes) === 'utf-8'), { numRuns: byDepth(20, 100, 1_000) })
  })
})

test('the encoding does not depend on how any bytes are cut into blocks', () => {
  const known = fc.constantFrom(...Object.values(JAPANESE_BYTES), ASCII, Buffer.from([0x1b]), Buffer.from('$B'))
  const piece = fc.oneof(fc.uint8Array({ maxLength: 40 }), known)
  fc.assert(fc.property(fc.array(piece, { maxLength: 12 }), pieces => {
    const byByte = new EncodingDetector()
    for (const byte of Buffer.concat(pieces)) byByte.push(Uint8Array.of(byte))
    expect([detect(...pieces), byByte.final()]).toEqual(Array(2).fill(detect(Buffer.concat(pieces))))
  }), { numRuns: byDepth(100, 500, 10_000) })
})

test('only UTF-16 and ISO-2022-JP frame records differently', () => {
  expect(ENCODINGS.filter(encoding => !sameFraming('utf-8', encoding))).toEqual(['utf-16le', 'utf-16be', 'iso-2022-jp'])
})

describeWithData('binary evidence', ['evtx'], () => {
  test('is never taken for text', () => {
    const found = testFiles('evtx', '.evtx').filter(file => preliminaryEncoding(readFileSync(file).subarray(0, HEAD_BYTES)) !== 'utf-8')
    expect(found).toEqual([])
  })
})
