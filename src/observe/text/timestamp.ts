/** A time as an event carries it. */
export interface Timestamp {
  /** Since the epoch, UTC, within 1970–2255. */
  readonly microseconds: number
  /** `zoneAssumed`, `yearAssumed` of `EVENT_FLAGS`. */
  readonly flags: number
}
