import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import type { TransferEncoding } from './mail.ts'
import { decodeTransfer, transferDecoder } from './transfer-decoder.ts'

function decoded(text: string, encoding: TransferEncoding): string {
  return Buffer.from(decodeTransfer(Buffer.from(text, 'latin1'), encoding)).toString('latin1')
}

describe('transferDecoder', () => {
  test.each<[TransferEncoding, string, string]>([
    ['base64', 'SGVsbG8=', 'Hello'],
    ['base64', 'SGVs\r\nbG8=\r\n', 'Hello'],
    ['base64', 'SGVsbG8', 'Hello'],
    ['base64', 'SGVsbG8=SGVsbG8=', 'HelloHello'],
    ['base64', '!S*G V_s\0bG8', 'Hello'],
    ['base64', '', ''],
    ['quoted-printable', 'a=3Db=3db', 'a=b=b'],
    ['quoted-printable', 'soft =\r\nline=20\r\n', 'soft line \r\n'],
    ['quoted-printable', 'blanks \t \r\nnext\n', 'blanks\r\nnext\n'],
    ['quoted-printable', 'soft= \t\r\nwith blanks', 'softwith blanks'],
    ['quoted-printable', 'not =ZZ, =4', 'not =ZZ, =4'],
    ['quoted-printable', 'end=', 'end'],
    ['plain', 'as =3D it is', 'as =3D it is'],
  ])('%s: %j', (encoding, text, expected) => {
    expect(decoded(text, encoding)).toBe(expected)
  })

  test('gives the same however the text is cut', () => {
    const text = fc.string({ unit: fc.constantFrom('=', '3', 'D', ' ', '\t', '\r', '\n', 'a', '=\r\n', '=3D', '\u00ff'), maxLength: 60 })
    fc.assert(fc.property(text, fc.constantFrom<TransferEncoding>('base64', 'quoted-printable', 'plain'), fc.nat(7), (whole, encoding, size) => {
      const decoder = transferDecoder(encoding)
      const bytes = Buffer.from(whole, 'latin1')
      const pieces: Uint8Array[] = []
      for (let at = 0; at < bytes.length; at += size + 1) pieces.push(Buffer.from(decoder.push(bytes.subarray(at, at + size + 1))))
      expect(Buffer.concat([...pieces, decoder.end()]).toString('latin1')).toBe(decoded(whole, encoding))
    }), { numRuns: byDepth(200, 3_000, 100_000) })
  })

  test('undoes base64', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), content => {
      const text = Buffer.from(content).toString('base64').replaceAll(/.{19}/g, '$&\r\n')
      expect(Buffer.from(decodeTransfer(Buffer.from(text), 'base64')).equals(content)).toBe(true)
    }), { numRuns: byDepth(100, 1_000, 50_000) })
  })

  test('a line without end is not held', () => {
    const decoder = transferDecoder('quoted-printable')
    const block = Buffer.alloc(100_000, '=41')
    let bytes = 0
    for (let count = 0; count < 20; count++) bytes += decoder.push(block).length
    expect(bytes).toBeGreaterThan(600_000)
  })
})
