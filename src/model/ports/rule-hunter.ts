import type { Detector } from '../detector.ts'
import type { CandidateBranch } from '../event-candidates.ts'
import type { OrderedStage } from '../ordered-stage.ts'
import type { Fields } from '../value.ts'

/** Some rules, as they are run over what is stored already. */
export interface RuleHunter {
  /** Keys of the rules whose matches are wanted; detectors may also see to others, which ordered stages are about. */
  readonly wanted: ReadonlySet<string>
  /** Each rule is in one of them; what stages are about is in the first. */
  readonly parts: readonly RuleHunterPart[]
  /** Ordered stages of the rules, that have seen nothing. */
  stages(): readonly OrderedStage[]
  /** Microseconds before an event that decide what stages say of it. */
  readonly lookBackUs: number
}

/** As many rules as are searched for in one go. */
export interface RuleHunterPart {
  /**
   * Which stored events any of the rules may match; `datasets` are those there are, null where they are too many to tell. By what is in the sample,
   * which may be empty, the most selective conditions are chosen.
   */
  candidates(datasets: readonly string[] | null, sample: readonly SampledEvent[]): readonly CandidateBranch[]
  /** Judges candidates, with the same matches as the detector of the stream has. */
  readonly detector: Detector
}

/** One of the events that are stored. */
export interface SampledEvent {
  readonly dataset: string
  readonly fields: Fields
}
