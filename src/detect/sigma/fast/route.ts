import type { DatasetView } from '../../../model/mappings.ts'
import { MAX_VIEWS } from './defaults.ts'
import { NamePlans } from './name-plans.ts'
import type { RuleIndex } from './rule-index.ts'

/** The rules tried for a logsource, and where to look for what they need. */
export class Route<R> {
  readonly index: RuleIndex
  /** By position. */
  readonly rules: readonly R[]
  /** One bit for each position that may be tried; null for all. */
  readonly tried: Int32Array | null
  readonly #plans = new Map<DatasetView, NamePlans>()
  #lastView: DatasetView | null = null
  #lastPlans: NamePlans | null = null

  constructor(index: RuleIndex, rules: readonly R[], tried: Int32Array | null) {
    this.index = index
    this.rules = rules
    this.tried = tried
  }

  plansFor(view: DatasetView): NamePlans {
    if (this.#lastView === view && this.#lastPlans !== null) return this.#lastPlans
    let plans = this.#plans.get(view)
    if (plans === undefined) {
      if (this.#plans.size >= MAX_VIEWS) this.#plans.clear()
      this.#plans.set(view, plans = new NamePlans(this.index, view))
    }
    this.#lastView = view
    this.#lastPlans = plans
    return plans
  }
}
