import { DistinctSketch } from '../../store/telescope/distinct-sketch.ts'
import type { MinuteCount } from '../../store/telescope/minute-count.ts'

/** A count that is still added to. */
export type MinuteGroup = MinuteCount & { packets: number }

/** The counts of one minute by what sources have in common. */
export class MinuteGroups {
  readonly #minute: number
  /** By dimension and value; of survey scanners and of the others. */
  readonly #groups = [new Map<MinuteCount['dimension'], Map<string, MinuteGroup>>(), new Map<MinuteCount['dimension'], Map<string, MinuteGroup>>()] as const

  constructor(minute: number) {
    this.#minute = minute
  }

  of(dimension: MinuteCount['dimension'], value: string, isSurvey: boolean): MinuteGroup {
    const values = this.#groups[isSurvey ? 0 : 1]
    let ofValue = values.get(dimension)
    if (ofValue === undefined) values.set(dimension, (ofValue = new Map()))
    let group = ofValue.get(value)
    if (group === undefined) ofValue.set(value, (group = { minute: this.#minute, dimension, value, packets: 0, sources: new DistinctSketch(), isSurvey }))
    return group
  }

  all(): MinuteCount[] {
    return this.#groups.flatMap(groups => [...groups.values()].flatMap(values => [...values.values()]))
  }
}
