import { LISTED_ROWS } from './defaults.ts'

/** Counts by key, of all and of those that are no surveys. */
export class KeyCounts {
  readonly #counts = new Map<string, { all: number, withoutSurveys: number }>()

  add(key: string, isSurvey: boolean, times = 1): void {
    const counts = this.#counts.get(key) ?? { all: 0, withoutSurveys: 0 }
    this.#counts.set(key, counts)
    counts.all += times
    if (!isSurvey) counts.withoutSurveys += times
  }

  /** The most first, of equals by key. */
  rows(): { key: string, all: number, withoutSurveys: number }[] {
    return [...this.#counts].map(([key, counts]) => ({ key, ...counts }))
      .sort((a, b) => b.withoutSurveys - a.withoutSurveys || b.all - a.all || (a.key < b.key ? -1 : 1)).slice(0, LISTED_ROWS)
  }
}
