import { ClickHouseError } from '@clickhouse/client'
import { NoroshiError, messageOf } from '../../platform/noroshi-error.ts'
import type { ErrorCode } from '../../platform/noroshi-error.ts'

/** What the engine or the way to it threw, as one of our errors; the engine's own words are kept, and the cause. */
export function storeErrorOf(thrown: unknown): NoroshiError {
  if (thrown instanceof NoroshiError) return thrown
  if (!(thrown instanceof ClickHouseError)) {
    return new NoroshiError('store-unavailable', `the event store: ${messageOf(thrown)}`, { cause: thrown })
  }
  const code = CODES.get(Number(thrown.code)) ?? 'store-refused'
  return new NoroshiError(code, `the event store: ${thrown.message.trim()} (${thrown.type ?? thrown.code})`, { cause: thrown })
}

/** ClickHouse's codes (src/Common/ErrorCodes.cpp). */
const CODES: ReadonlyMap<number, ErrorCode> = new Map<number, ErrorCode>([
  ...[75, 243].map(code => [code, 'disk-full'] as const),
  ...[158, 159, 160, 241, 307, 394, 396].map(code => [code, 'query-too-large'] as const),
  // Too many at once, who we are; and a part that a full disk has broken, which the engine soon leaves out (child/part-guard.ts).
  ...[202, 516, 40, 228, 246].map(code => [code, 'store-unavailable'] as const),
])
