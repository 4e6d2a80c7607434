/** A number as text: what the language takes for a number, and how numbers of both kinds compare exactly. */
export type AnyNumber = number | bigint

/** Longer texts are not numbers anyone measured; BigInt of them would cost more than linear time. */
const MAX_DIGITS = 40

const DECIMAL = /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d{1,3})?$/i
const INTEGER = /^[+-]?\d+$/
const HEX = /^0x[\da-f]+$/i

/** Decimal (`-5`, `0.5`, `1e3`) or hexadecimal (`0x1410`); integers that a double cannot hold become `bigint`. Null when it is neither. */
export function parseNumber(text: string): AnyNumber | null {
  if (text.length > MAX_DIGITS) return null
  if (HEX.test(text)) return narrow(BigInt(text))
  if (INTEGER.test(text)) return narrow(BigInt(text.replace(/^\+/, '')))
  if (!DECIMAL.test(text)) return null
  const value = Number(text)
  return Number.isFinite(value) ? value : null
}

function narrow(value: bigint): AnyNumber {
  const double = Number(value)
  return Number.isSafeInteger(double) ? double : value
}
