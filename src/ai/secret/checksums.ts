import { createHash } from 'node:crypto'

/** ISO/IEC 7812-1 annex B. */
export function passesLuhn(text: string): boolean {
  const digits = text.replaceAll(/\D/g, '')
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48
    const doubled = i % 2 === 0 ? digit : digit * 2
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return digits.length > 1 && sum % 10 === 0 && !/^(\d)\1+$/.test(digits)
}

/** ISO 13616: letters count as 10 to 35, the first four characters stand last, modulo 97 is 1. */
export function passesIban(text: string): boolean {
  const compact = text.replaceAll(/\s/g, '').toUpperCase()
  let remainder = 0
  for (const character of compact.slice(4) + compact.slice(0, 4)) {
    const value = Number.parseInt(character, 36)
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97
  }
  return remainder === 1
}

/** The check digit of the Japanese individual number (ordinance of the Ministry of Internal Affairs, 2014 no. 85, article 5). */
export function passesMyNumber(text: string): boolean {
  const digits = text.replaceAll(/\D/g, '')
  if (digits.length !== 12 || /^(\d)\1+$/.test(digits)) return false
  let sum = 0
  for (let n = 1; n <= 11; n++) sum += Number(digits[11 - n]) * (n <= 6 ? n + 1 : n - 5)
  const rest = sum % 11
  return Number(digits[11]) === (rest <= 1 ? 0 : 11 - rest)
}

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/** Base58 whose last four bytes are the start of the double SHA-256 of the others (Bitcoin). */
export function passesBase58Check(text: string): boolean {
  let value = 0n
  for (const character of text) {
    const digit = BASE58.indexOf(character)
    if (digit < 0) return false
    value = value * 58n + BigInt(digit)
  }
  const hex = value.toString(16)
  const bytes = Buffer.concat([Buffer.alloc(/^1*/.exec(text)![0].length), Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')])
  if (bytes.length < 8) return false
  const sha256 = (data: Buffer) => createHash('sha256').update(data).digest()
  return sha256(sha256(bytes.subarray(0, -4))).subarray(0, 4).equals(bytes.subarray(-4))
}
