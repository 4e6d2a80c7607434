import type { EventBatch } from './event-batch.ts'
import type { Fact } from './reason.ts'
import type { Severity } from './severity.ts'
import type { Signal } from './signal.ts'

/** What a finding repeats of the rule that made it. */
export interface RuleSummary {
  /** The rule key: the rule's `id`, without one the hash of its canonical form. */
  readonly id: string
  readonly title: string
  /** The same in Japanese, where the rule has it. */
  readonly titleJa?: string
  readonly level: Severity
  /** ATT&CK technique ids as `T1059.001`, sorted. */
  readonly techniques: readonly string[]
  /** ATT&CK tactic short names as `credential-access`, in the order of the matrix. */
  readonly tactics: readonly string[]
  /** Benign causes the rule's author knows of. */
  readonly falsePositives: readonly string[]
  /** `stable`, `test`, `experimental` …; empty when the rule does not say. */
  readonly status: string
}

/** A detector's raw statement about one event of a batch. */
export interface Match {
  readonly row: number
  readonly rule: RuleSummary
  /** Which parts of the rule held, with the values; computed only when asked, since few matches are shown. At most three. */
  facts(): readonly Fact[]
  /** Of a rule that ordered stages are about: what they need of the event. */
  readonly signal?: Signal['values']
  /** The rule only serves ordered stages: it makes no match and no finding by itself. */
  readonly absorbed?: true
}

/** Looks at one event at a time; runs in workers; no state between events. */
export interface Detector {
  /** The name in match and finding ids: `sigma`. */
  readonly name: string
  /** In the order of rows, within a row in the order of rules. */
  inspect(batch: EventBatch): Match[]
}
