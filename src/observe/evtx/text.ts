/** Strings as EVTX stores them. */

const ansi = new TextDecoder('windows-1252')

/** UTF-16, little-endian, without the NULs that end it; NULs inside stay, since what follows one is evidence too. */
export function decodeUtf16(bytes: Buffer, from: number, sizeBytes: number): string {
  let to = from + (sizeBytes & ~1)
  while (to > from && bytes[to - 1] === 0 && bytes[to - 2] === 0) to -= 2
  return to === from ? '' : oneByteText(bytes, from, to) ?? bytes.toString('utf16le', from, to)
}

/**
 * Text of which every second byte is zero, read as the letters it is: what comes of it takes half the memory, and writing it again half the time, than text of
 * which the engine believes that it needs two bytes a letter. Null for other text, and for a long one.
 */
function oneByteText(bytes: Buffer, from: number, to: number): string | null {
  const length = (to - from) >> 1
  if (length > letters.length) return null
  for (let i = 0, at = from; i < length; i++, at += 2) {
    if (bytes[at + 1] !== 0) return null
    letters[i] = bytes[at]!
  }
  return letters.toString('latin1', 0, length)
}

const letters = Buffer.alloc(2_048)

/** "ANSI" text; the code page is not recorded, so Windows-1252 stands in for it, as in libevtx. */
export function decodeAnsi(bytes: Buffer, from: number, sizeBytes: number): string {
  return ansi.decode(bytes.subarray(from, from + sizeBytes))
}
