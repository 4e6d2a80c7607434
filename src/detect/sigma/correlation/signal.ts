/** A rule that matched an event, with what correlations need of the event. */
export interface Signal {
  /** Rule key. */
  readonly rule: string
  /** By the name that a correlation uses for the rule's events ({@link neededFields}); what the event lacks is missing. */
  readonly values: Readonly<Record<string, string>>
}

/** A correlation that an event completed. */
export interface Completed {
  /** Rule key of the correlation. */
  readonly rule: string
  /** The values of its group-by fields, as this event writes them. */
  readonly group: readonly string[]
}
