/** Where an event stands in the one order of the house: (time, evidence, offset, ordinal), events without time last. */
export interface EventPosition {
  /** Microseconds, or null. */
  readonly time: number | null
  readonly evidence: string
  readonly offset: number
  readonly ordinal: number
}

export function compareEvents(a: EventPosition, b: EventPosition): number {
  return compareTimes(a.time, b.time) || compareText(a.evidence, b.evidence) || a.offset - b.offset || a.ordinal - b.ordinal
}

/** Earlier first, null last. */
export function compareTimes(a: number | null, b: number | null): number {
  if (a === b) return 0
  if (a === null) return 1
  if (b === null) return -1
  return a - b
}

/** By code unit: the same on every machine, unlike a locale's order. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
