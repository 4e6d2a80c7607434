import { describe, expect, test } from 'vitest'
import { ARRAY_FLAG, VALUE } from './layout.ts'
import { decodeValue, UNREADABLE } from './value.ts'

function decode(type: number, bytes: Uint8Array | readonly number[]): unknown {
  const buffer = Buffer.concat([Buffer.from([0xee]), Uint8Array.from(bytes), Buffer.from([0xee])])
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength)
  return decodeValue({ bytes: buffer, view }, type, 1, bytes.length)
}

const utf16 = (text: string) => Buffer.from(text, 'utf16le')
const int64 = (number: bigint) => { const bytes = Buffer.alloc(8); bytes.writeBigInt64LE(number); return bytes }
const uint64 = (number: bigint) => int64(BigInt.asIntN(64, number))
const real32 = (number: number) => { const bytes = Buffer.alloc(4); bytes.writeFloatLE(number); return bytes }
const real64 = (number: number) => { const bytes = Buffer.alloc(8); bytes.writeDoubleLE(number); return bytes }
const sid = [1, 2, 0, 0, 0, 0, 0, 5, 0x20, 0, 0, 0, 0x20, 2, 0, 0]
const guid = [0x5f, 0x38, 0x70, 0x57, 0x2a, 0xc2, 0xe0, 0x43, 0xbf, 0x4c, 0x06, 0xf5, 0x69, 0x8f, 0xfb, 0xd9]
const systemtime = [0xea, 7, 4, 0, 5, 0, 17, 0, 5, 0, 24, 0, 53, 0, 88, 0]

describe('decodeValue', () => {
  test.each<[string, number, Uint8Array | readonly number[], unknown]>([
    ['null', VALUE.null, [1, 2], null],
    ['a string', VALUE.string, utf16('Ünï 狼煙 😀'), 'Ünï 狼煙 😀'],
    ['a string without the NULs that end it, white space kept', VALUE.string, utf16('a\0b \0\0'), 'a\0b '],
    ['a string of NULs', VALUE.string, utf16('\0'), null],
    ['an ANSI string', VALUE.ansiString, [0x80, 0x41, 0], '€A'],
    ['int8', VALUE.int8, [0xff], -1],
    ['uint8', VALUE.uint8, [0xff], 255],
    ['int16', VALUE.int16, [0, 0x80], -32_768],
    ['uint16', VALUE.uint16, [0, 0x80], 32_768],
    ['int32', VALUE.int32, [0xfe, 0xff, 0xff, 0xff], -2],
    ['uint32', VALUE.uint32, [0xfe, 0xff, 0xff, 0xff], 4_294_967_294],
    ['int64', VALUE.int64, int64(-5n), -5],
    ['the last exact number', VALUE.int64, int64(9_007_199_254_740_991n), 9_007_199_254_740_991],
    ['an int64 beyond', VALUE.int64, int64(-9_007_199_254_740_993n), -9_007_199_254_740_993n],
    ['the largest uint64', VALUE.uint64, uint64(0xffff_ffff_ffff_ffffn), 18_446_744_073_709_551_615n],
    ['real32, shortest', VALUE.real32, real32(0.1), 0.1],
    ['real64', VALUE.real64, real64(-1.5e300), -1.5e300],
    ['not a number', VALUE.real64, real64(Number.NaN), 'NaN'],
    ['true', VALUE.boolean, [1, 0, 0, 0], true],
    ['false', VALUE.boolean, [0, 0, 0, 0], false],
    ['a boolean of one byte', VALUE.boolean, [1], true],
    ['binary', VALUE.binary, [0, 0xab, 0xff], '00ABFF'],
    ['a GUID', VALUE.guid, guid, '5770385F-C22A-43E0-BF4C-06F5698FFBD9'],
    ['a size of 4 bytes', VALUE.sizeT, [0x58, 8, 0, 0], '0x858'],
    ['a size of 8 bytes', VALUE.sizeT, uint64(0x1_0000_0001n), '0x100000001'],
    ['a file time', VALUE.filetime, uint64(134_208_770_930_888_491n), '2026-04-17T05:24:53.0888491Z'],
    ['the first file time', VALUE.filetime, uint64(0n), '1601-01-01T00:00:00.0000000Z'],
    ['the last file time', VALUE.filetime, uint64(0xffff_ffff_ffff_ffffn), '+060056-05-28T05:36:10.9551615Z'],
    ['a system time', VALUE.systemtime, systemtime, '2026-04-17T05:24:53.0880000Z'],
    ['no system time', VALUE.systemtime, new Uint8Array(16), '1601-01-01T00:00:00.0000000Z'],
    ['a SID', VALUE.sid, sid, 'S-1-5-32-544'],
    ['HexInt32', VALUE.hexInt32, [0x20, 0, 7, 0x80], '0x80070020'],
    ['HexInt64', VALUE.hexInt64, uint64(0x8000_0000_0000_0000n), '0x8000000000000000'],
    ['a small HexInt64', VALUE.hexInt64, uint64(0n), '0x0'],
    ['a handle', VALUE.eventHandle, uint64(0x1fn), '0x1f'],
    ['XML as text', VALUE.eventXml, utf16('<a/>'), '<a/>'],
    ['strings', VALUE.string | ARRAY_FLAG, utf16('a\0\0b\0\0'), ['a', '', 'b', '']],
    ['ANSI strings', VALUE.ansiString | ARRAY_FLAG, Buffer.from('a\0b\0'), ['a', 'b']],
    ['uint16s', VALUE.uint16 | ARRAY_FLAG, [1, 0, 2, 0], [1, 2]],
    ['int64s', VALUE.int64 | ARRAY_FLAG, Buffer.concat([int64(1n), int64(-(2n ** 60n))]), [1, -(2n ** 60n)]],
    ['real32s', VALUE.real32 | ARRAY_FLAG, Buffer.concat([real32(1), real32(2.5)]), [1, 2.5]],
    ['booleans', VALUE.boolean | ARRAY_FLAG, [1, 0, 0, 0, 0, 0, 0, 0], [true, false]],
    ['GUIDs', VALUE.guid | ARRAY_FLAG, guid, ['5770385F-C22A-43E0-BF4C-06F5698FFBD9']],
    ['file times', VALUE.filetime | ARRAY_FLAG, uint64(0n), ['1601-01-01T00:00:00.0000000Z']],
    ['system times', VALUE.systemtime | ARRAY_FLAG, systemtime, ['2026-04-17T05:24:53.0880000Z']],
    ['SIDs', VALUE.sid | ARRAY_FLAG, [...sid, ...sid], ['S-1-5-32-544', 'S-1-5-32-544']],
    ['HexInt32s', VALUE.hexInt32 | ARRAY_FLAG, [1, 0, 0, 0], ['0x1']],
    ['HexInt64s', VALUE.hexInt64 | ARRAY_FLAG, uint64(16n), ['0x10']],
    ['sizes', VALUE.sizeT | ARRAY_FLAG, uint64(16n), ['0x10']],
  ])('reads %s', (_name, type, bytes, expected) => {
    expect(decode(type, bytes)).toEqual(expected)
  })

  test('is null for no bytes, whatever the type', () => {
    for (let type = 0; type < 256; type++) expect(decode(type, [])).toBeNull()
  })

  test.each<[string, number, readonly number[]]>([
    ['too few bytes', VALUE.uint32, [1, 2, 3]],
    ['a SID that ends early', VALUE.sid, sid.slice(0, 12)],
    ['SIDs of which the last ends early', VALUE.sid | ARRAY_FLAG, [...sid, ...sid.slice(0, 9)]],
    ['an array with a rest', VALUE.uint32 | ARRAY_FLAG, [1, 0, 0, 0, 2]],
    ['an array of binary, which has no lengths', VALUE.binary | ARRAY_FLAG, [1, 2]],
    ['an unknown type', 0x7f, [1]],
  ])('does not make up a value from %s', (_name, type, bytes) => {
    expect(decode(type, bytes)).toBe(UNREADABLE)
  })
})
