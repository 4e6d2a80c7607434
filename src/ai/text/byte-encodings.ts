/** Bytes as printable text, and back. */
export interface ByteEncoding {
  encode(bytes: Uint8Array): string
  /** Null when the text is none. */
  decode(text: string): Uint8Array | null
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
const BASE85 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~'
const ASCII85 = Array.from({ length: 85 }, (_, index) => String.fromCharCode(0x21 + index)).join('')
const PLACES32 = placesIn(BASE32)
const PLACES58 = placesIn(BASE58)
const PLACES85 = placesIn(BASE85)
const PLACES_ASCII85 = placesIn(ASCII85)
/** Digits of a number of base 58 that are read: its time grows with their square. */
const MOST_BASE58 = 1_536

/** RFC 4648 (6), Bitcoin's base 58, RFC 1924 in groups of four bytes (as Git and Python write it), and Adobe's Ascii85 (PostScript Language Reference, 3.13.3). */
export const ENCODINGS_OF_BYTES = {
  base32: { encode: encodeBase32, decode: decodeBase32 },
  base58: { encode: encodeBase58, decode: decodeBase58 },
  base85: { encode: bytes => encode85(bytes, BASE85), decode: text => decode85(text, PLACES85) },
  ascii85: { encode: bytes => encode85(bytes, ASCII85), decode: text => decode85(text.replaceAll(/\s/g, '').replaceAll('z', '!!!!!'), PLACES_ASCII85) },
} as const satisfies Readonly<Record<string, ByteEncoding>>

function encodeBase32(bytes: Uint8Array): string {
  let text = ''
  let held = 0
  let bits = 0
  for (const byte of bytes) {
    held = (held << 8 | byte) & 0xfff
    for (bits += 8; bits >= 5; bits -= 5) text += BASE32[held >> bits - 5 & 31]!
  }
  return bits === 0 ? text : text + BASE32[held << 5 - bits & 31]!
}

function decodeBase32(text: string): Uint8Array {
  const bytes: number[] = []
  let held = 0
  let bits = 0
  for (const letter of text.replace(/=+$/, '')) {
    held = (held << 5 | (PLACES32[letter.charCodeAt(0)] ?? -1)) & 0xfff
    bits += 5
    if (bits < 8) continue
    bits -= 8
    bytes.push(held >> bits & 0xff)
  }
  return Uint8Array.from(bytes)
}

function encodeBase58(bytes: Uint8Array): string {
  const digits = changeBase(bytes, 256, 58)
  return '1'.repeat(leadingZeros(bytes)) + digits.map(digit => BASE58[digit]!).join('')
}

function decodeBase58(text: string): Uint8Array | null {
  if (text.length > MOST_BASE58) return null
  const digits = Array.from(text, letter => PLACES58[letter.charCodeAt(0)] ?? -1)
  return digits.includes(-1) ? null : Uint8Array.from([...Array.from({ length: leadingZeros(digits) }, () => 0), ...changeBase(digits, 58, 256)])
}

/** Digits of a number, the highest first, in another base; time grows with their square. */
function changeBase(digits: Iterable<number>, from: number, to: number): number[] {
  const lowFirst: number[] = []
  for (const digit of digits) {
    let carry = digit
    for (let place = 0; place < lowFirst.length; place++) {
      carry += lowFirst[place]! * from
      lowFirst[place] = carry % to
      carry = Math.floor(carry / to)
    }
    for (; carry > 0; carry = Math.floor(carry / to)) lowFirst.push(carry % to)
  }
  return lowFirst.reverse()
}

function leadingZeros(digits: ArrayLike<number>): number {
  let zeros = 0
  while (zeros < digits.length && digits[zeros] === 0) zeros++
  return zeros
}

function encode85(bytes: Uint8Array, alphabet: string): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 4) {
    const count = Math.min(4, bytes.length - at)
    let number = 0
    for (let i = 0; i < 4; i++) number = number * 256 + (bytes[at + i] ?? 0)
    let group = ''
    for (let i = 0; i < 5; i++, number = Math.floor(number / 85)) group = alphabet[number % 85]! + group
    text += group.slice(0, count + 1)
  }
  return text
}

function decode85(text: string, places: Int8Array): Uint8Array | null {
  const bytes: number[] = []
  for (let at = 0; at < text.length; at += 5) {
    const count = Math.min(5, text.length - at)
    if (count === 1) return null
    let number = 0
    for (let i = 0; i < 5; i++) {
      const digit = i < count ? places[text.charCodeAt(at + i)] ?? -1 : 84
      if (digit < 0) return null
      number = number * 85 + digit
    }
    if (number >= 2 ** 32) return null
    for (let i = 0; i < count - 1; i++) bytes.push(Math.floor(number / 256 ** (3 - i)) % 256)
  }
  return Uint8Array.from(bytes)
}

/** The value of each ASCII character, -1 of those that are no digits. */
function placesIn(alphabet: string): Int8Array {
  return Int8Array.from({ length: 128 }, (_, code) => alphabet.indexOf(String.fromCharCode(code)))
}
