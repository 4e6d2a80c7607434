/** The parts of DER (ITU-T X.690) that a certificate is made of. */

export function sequence(...parts: readonly Uint8Array[]): Uint8Array {
  return element(0x30, ...parts)
}

export function set(...parts: readonly Uint8Array[]): Uint8Array {
  return element(0x31, ...parts)
}

/** `[number]`, constructed. */
export function tagged(number: number, ...parts: readonly Uint8Array[]): Uint8Array {
  return element(0xa0 + number, ...parts)
}

/** `[number]` IMPLICIT, primitive. */
export function taggedBytes(number: number, bytes: Uint8Array): Uint8Array {
  return element(0x80 + number, bytes)
}

/** Not negative, from its bytes; leading zeros are dropped. */
export function unsignedInteger(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex(byte => byte !== 0)
  const significant = first === -1 ? Uint8Array.of(0) : bytes.subarray(first)
  return element(0x02, significant[0]! >= 0x80 ? Uint8Array.of(0, ...significant) : significant)
}

/** `1.2.840.10045.4.3.2`. */
export function objectIdentifier(text: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number)
  return element(0x06, Uint8Array.from([first * 40 + second, ...rest].flatMap(base128)))
}

export function utf8String(text: string): Uint8Array {
  return element(0x0c, Buffer.from(text, 'utf8'))
}

export function octetString(bytes: Uint8Array): Uint8Array {
  return element(0x04, bytes)
}

export function bitString(bytes: Uint8Array, unusedBits = 0): Uint8Array {
  return element(0x03, Uint8Array.of(unusedBits), bytes)
}

export function boolean(value: boolean): Uint8Array {
  return element(0x01, Uint8Array.of(value ? 0xff : 0))
}

/** UTCTime up to 2049, then GeneralizedTime (RFC 5280 §4.1.2.5). */
export function time(date: Date): Uint8Array {
  const digits = date.toISOString().replaceAll(/[-:T]|\.\d+/g, '')
  return date.getUTCFullYear() < 2050 ? element(0x17, Buffer.from(digits.slice(2))) : element(0x18, Buffer.from(digits))
}

function element(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(parts)
  return Buffer.concat([Uint8Array.of(tag, ...lengthBytes(content.length)), content])
}

function lengthBytes(length: number): number[] {
  if (length < 0x80) return [length]
  const bytes = length > 0xffff ? [length >>> 16, length >>> 8 & 0xff, length & 0xff] : length > 0xff ? [length >>> 8, length & 0xff] : [length]
  return [0x80 + bytes.length, ...bytes]
}

function base128(value: number): number[] {
  const bytes = [value & 0x7f]
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) bytes.unshift(rest & 0x7f | 0x80)
  return bytes
}
