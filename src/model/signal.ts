/** A rule that matched an event, with what ordered stages need of the event. */
export interface Signal {
  /** Rule key. */
  readonly rule: string
  /** By the name under which a stage asks; what the event lacks is missing. */
  readonly values: Readonly<Record<string, string>>
}
