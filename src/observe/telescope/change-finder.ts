import { CHANGE_DISCOUNT, CHANGE_MUTE_SAMPLES, FIRST_SMOOTHING, SECOND_SMOOTHING } from './defaults.ts'
import { RunningMean } from './running-mean.ts'
import { Sdar } from './sdar.ts'

/**
 * ChangeFinder as it is published for darknet counts (Han, Shimamura, Takahashi, Inoue et al., "Dark-TRACER", 2022, baseline): how surprising
 * a value is, smoothed, and how surprising that is, smoothed again. An outlier alone raises the first, a change the second.
 */
export class ChangeFinder {
  readonly #first = new Sdar(CHANGE_DISCOUNT)
  readonly #second = new Sdar(CHANGE_DISCOUNT)
  readonly #firstMean = new RunningMean(FIRST_SMOOTHING)
  readonly #secondMean = new RunningMean(SECOND_SMOOTHING)
  #samples = 0

  /** The score of the next sample; null for the first ones, which only teach. */
  score(value: number): number | null {
    const outlier = this.#firstMean.add(this.#first.score(value))
    const change = this.#secondMean.add(this.#second.score(outlier))
    return ++this.#samples > CHANGE_MUTE_SAMPLES ? change : null
  }
}
