/** A correlation that an event completed. */
export interface Completed {
  /** Rule key of the correlation. */
  readonly rule: string
  /** The values of its group-by fields, as this event writes them. */
  readonly group: readonly string[]
  /** Ids of events in the window, this one first: the last of each rule, then the latest; no more than a fact lists. */
  readonly events: readonly string[]
}
