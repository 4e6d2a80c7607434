/** One input in one event, as the window of its group sees it. */
export interface WindowInput {
  /** Index of the rule in the correlation's list. */
  readonly rule: number
  /** The values of the condition's fields; null where one is absent. */
  readonly value: string | null
}

/** What a correlation remembers of one group: events no older than its timespan. */
export interface CorrelationWindow {
  /**
   * Takes the inputs of one event, none of an earlier event than the last; answers whether the condition holds of what is in the window
   * that ends with this event. An event exactly one timespan old is still in it.
   *
   * @param time microseconds
   */
  accept(time: number, inputs: readonly WindowInput[]): boolean
  /** Events remembered. */
  readonly size: number
  /** Another that goes on from here by itself. */
  copy(): CorrelationWindow
}
