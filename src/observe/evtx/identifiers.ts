/** GUIDs, SIDs and bytes as text. */

const DIGITS = Buffer.from('0123456789ABCDEF', 'latin1')
const DASH = 0x2d
const guidText = Buffer.alloc(36, DASH)

/** Where the sixteen bytes of a GUID are printed: the first three groups are little-endian numbers. */
const GUID_PLACES = [6, 4, 2, 0, 11, 9, 16, 14, 19, 21, 24, 26, 28, 30, 32, 34] as const

/** `5770385F-C22A-43E0-BF4C-06F5698FFBD9`, sixteen bytes from `from`. */
export function formatGuid(bytes: Buffer, from: number): string {
  for (let i = 0; i < 16; i++) {
    const byte = bytes[from + i]!
    const place = GUID_PLACES[i]!
    guidText[place] = DIGITS[byte >> 4]!
    guidText[place + 1] = DIGITS[byte & 15]!
  }
  return guidText.toString('latin1')
}

/** Bytes before the parts of a SID: revision, how many parts, authority. */
export const SID_HEADER_BYTES = 8

/** Length in bytes of the SID at `from`, which has at least {@link SID_HEADER_BYTES}. */
export function sidBytes(bytes: Buffer, from: number): number {
  return SID_HEADER_BYTES + 4 * bytes[from + 1]!
}

/** `S-1-5-21-…`; the authority is 48 bits big-endian, the parts 32 bits little-endian (MS-DTYP 2.4.2). */
export function formatSid(bytes: Buffer, from: number): string {
  const to = from + sidBytes(bytes, from)
  let text = `S-${bytes[from]!}-${bytes.readUIntBE(from + 2, 6)}`
  for (let at = from + SID_HEADER_BYTES; at < to; at += 4) text += `-${bytes.readUInt32LE(at)}`
  return text
}

/** Upper-case, without spaces. */
export function formatBinary(bytes: Buffer, from: number, sizeBytes: number): string {
  return bytes.toString('hex', from, from + sizeBytes).toUpperCase()
}
