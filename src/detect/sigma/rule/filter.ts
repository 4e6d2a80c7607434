import type { Logsource } from '../../../model/source-mapping.ts'
import type { Condition, Detection } from './rule.ts'

/** An exclusion that is written once and added to rules, parsed and found legal (sigma-filters-specification 2.1.0). */
export interface SigmaFilter {
  /** Its `id`; without one the hash of its canonical form. */
  readonly id: string
  readonly title: string
  /** Ids or names of the rules it is for. */
  readonly rules: 'any' | readonly string[]
  /** Lower case. What it names, a rule must name too. */
  readonly logsource: Logsource
  readonly detections: ReadonlyMap<string, Detection>
  readonly condition: Condition
  /** Where it was read. */
  readonly file: string
}
