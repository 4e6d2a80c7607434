import { isValidTime } from '../../model/time.ts'

/** Seconds and their decimal fraction since the epoch, in UTC as the kernel counts it; null when out of range. */
export function clockFromAudit(seconds: string, fraction: string): number | null {
  const microseconds = Number(seconds) * 1_000_000 + Number(fraction.padEnd(6, '0'))
  return isValidTime(microseconds) ? microseconds : null
}
