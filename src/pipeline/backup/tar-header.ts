/** The header of a member of a tar file (POSIX.1-1988 `ustar`; sizes from 8 GiB on in base 256, as GNU tar and bsdtar read them). */

export const TAR_BLOCK = 512

/** @param name at most 100 bytes of ASCII */
export function writeTarHeader(name: string, size: number, seconds: number): Buffer {
  if (name.length > 100) throw new RangeError(`the name ${name} is too long for a member of an archive`)
  const header = Buffer.alloc(TAR_BLOCK)
  header.write(name, 0, 100, 'latin1')
  header.write('0000600\0', 100, 'latin1')
  header.write('0000000\0', 108, 'latin1')
  header.write('0000000\0', 116, 'latin1')
  if (size < 0o100000000000) header.write(`${size.toString(8).padStart(11, '0')}\0`, 124, 'latin1')
  else {
    header.writeUInt8(0x80, 124)
    header.writeBigUInt64BE(BigInt(size), 128)
  }
  header.write(`${seconds.toString(8).padStart(11, '0')}\0`, 136, 'latin1')
  header.write('0', 156, 'latin1')
  header.write('ustar\u000000', 257, 'latin1')
  header.write(`${checksum(header).toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return header
}

/** Null for a block that is no such header. */
export function readTarHeader(header: Buffer): { readonly name: string; readonly size: number } | null {
  if (header.toString('latin1', 257, 262) !== 'ustar') return null
  const sum = Number.parseInt(header.toString('latin1', 148, 154), 8)
  if (sum !== checksum(header)) return null
  const end = header.indexOf(0)
  const name = header.toString('latin1', 0, end >= 0 && end < 100 ? end : 100)
  const size = header[124] === 0x80 ? Number(header.readBigUInt64BE(128)) : Number.parseInt(header.toString('latin1', 124, 135), 8)
  return Number.isSafeInteger(size) ? { name, size } : null
}

/** Of all bytes, with those of the checksum itself taken as blanks. */
function checksum(header: Buffer): number {
  let sum = 8 * 0x20
  for (let at = 0; at < TAR_BLOCK; at++) if (at < 148 || at >= 156) sum += header[at]!
  return sum
}
