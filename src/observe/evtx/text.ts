/** Strings as EVTX stores them. */

const ansi = new TextDecoder('windows-1252')

/** UTF-16, little-endian, without the NULs that end it; NULs inside stay, since what follows one is evidence too. */
export function decodeUtf16(bytes: Buffer, from: number, sizeBytes: number): string {
  let to = from + (sizeBytes & ~1)
  while (to > from && bytes[to - 1] === 0 && bytes[to - 2] === 0) to -= 2
  return to === from ? '' : bytes.toString('utf16le', from, to)
}

/** "ANSI" text; the code page is not recorded, so Windows-1252 stands in for it, as in libevtx. */
export function decodeAnsi(bytes: Buffer, from: number, sizeBytes: number): string {
  return ansi.decode(bytes.subarray(from, from + sizeBytes))
}
