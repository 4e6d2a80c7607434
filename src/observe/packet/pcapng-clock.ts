/** The high and the low half of an interface's 64-bit time, as microseconds since the epoch, cut from finer clocks. */
export type Clock = (high: number, low: number) => number

const WORD = 2 ** 32
const SECOND_US = 1_000_000n

/**
 * The clock of a pcapng interface. Micro- and nanoseconds, which nearly all are, are reckoned in doubles and exact; others in big numbers.
 *
 * @param resolution `if_tsresol`: units a second as a negative power of ten, or of two when the highest bit is set
 * @param offset `if_tsoffset`: seconds to be added
 */
export function clockOf(resolution: number, offset: bigint): Clock {
  const shift = Number(offset) * Number(SECOND_US)
  if (resolution === 6) return (high, low) => high * WORD + low + shift
  // 2³² nanoseconds are 4,294,967 µs and 296 ns.
  if (resolution === 9) return (high, low) => high * 4_294_967 + Math.floor((high * 296 + low) / 1_000) + shift
  const exponent = BigInt(resolution & 0x7f)
  const unitsPerSecond = (resolution & 0x80) === 0 ? 10n ** exponent : 2n ** exponent
  return (high, low) => Number(((BigInt(high) << 32n) | BigInt(low)) * SECOND_US / unitsPerSecond) + shift
}
