import type { RuleSummary } from '../../model/detector.ts'
import { entityKey } from '../../model/entities.ts'
import type { EventReference } from '../../model/finding.ts'
import { compareEvents } from '../../model/event-order.ts'
import { findingId } from '../../model/ids.ts'
import { DAY_US, HOUR_US, hourOf } from '../../model/time.ts'
import type { Fields } from '../../model/value.ts'
import { PREVIEW_BY_DAY_FROM, PREVIEW_FINDINGS, PREVIEW_RULES, PREVIEW_SAMPLES, PREVIEW_SUBJECTS, PREVIEW_SUBJECTS_SHOWN } from './defaults.ts'
import type { RuleHit } from './hunt-rules.ts'

/** What a rule would have found of the stored events, had it been there. */
export interface RulePreview {
  readonly rule: RuleSummary
  readonly matches: number
  /** As detection would have grouped the matches: by subject and hour. */
  readonly findings: number
  /** Microseconds; null where no match has a time. */
  readonly first: number | null
  readonly last: number | null
  readonly spanUs: number
  /** Spans without matches are absent. */
  readonly buckets: readonly { readonly time: number; readonly count: number }[]
  readonly withoutTime: number
  /** Those with most matches, and how many matches are of others. */
  readonly subjects: readonly { readonly subject: string; readonly count: number }[]
  readonly otherSubjects: number
  /** The first matches. */
  readonly samples: readonly PreviewSample[]
}

export interface PreviewSample extends EventReference {
  readonly subject: string
  /** Null for an event that completed a correlation. */
  readonly found: { readonly dataset: string; readonly fields: Fields } | null
}

/** Sums the matches of a hunt by rule. Memory grows with hours, subjects and findings, up to the limits; never with matches. */
export class PreviewCollector {
  readonly #rules = new Map<string, GrowingPreview>()

  add(hit: RuleHit): void {
    let growing = this.#rules.get(hit.rule.id)
    if (growing === undefined) {
      if (this.#rules.size >= PREVIEW_RULES) return
      this.#rules.set(hit.rule.id, growing = new GrowingPreview(hit.rule))
    }
    growing.add(hit)
  }

  /** Those with most matches first; rules without a match are not among them. */
  previews(): RulePreview[] {
    return [...this.#rules.values()].map(growing => growing.preview()).sort((a, b) => b.matches - a.matches || (a.rule.id < b.rule.id ? -1 : 1))
  }
}

class GrowingPreview {
  readonly #rule: RuleSummary
  readonly #hours = new Map<number, number>()
  readonly #subjects = new Map<string, number>()
  readonly #findings = new Set<string>()
  #samples: PreviewSample[] = []
  #matches = 0
  #withoutTime = 0
  #first: number | null = null
  #last: number | null = null

  constructor(rule: RuleSummary) {
    this.#rule = rule
  }

  add({ rule, event, subject, found }: RuleHit): void {
    const { time, evidence } = event
    const key = entityKey(subject)
    this.#matches++
    if (time === null) this.#withoutTime++
    else {
      this.#hours.set(hourOf(time), (this.#hours.get(hourOf(time)) ?? 0) + 1)
      this.#first = Math.min(this.#first ?? time, time)
      this.#last = Math.max(this.#last ?? time, time)
    }
    const known = this.#subjects.get(key)
    if (known !== undefined || this.#subjects.size < PREVIEW_SUBJECTS) this.#subjects.set(key, (known ?? 0) + 1)
    if (this.#findings.size < PREVIEW_FINDINGS) this.#findings.add(findingId('', rule.id, key, time === null ? null : hourOf(time), evidence))
    this.#samples.push({ ...event, subject: key, found })
    if (this.#samples.length >= 4 * PREVIEW_SAMPLES) this.#trim()
  }

  preview(): RulePreview {
    this.#trim()
    const subjects = [...this.#subjects].map(([subject, count]) => ({ subject, count })).sort((a, b) => b.count - a.count || (a.subject < b.subject ? -1 : 1))
    const shown = subjects.slice(0, PREVIEW_SUBJECTS_SHOWN)
    const isLong = (this.#last ?? 0) - (this.#first ?? 0) >= PREVIEW_BY_DAY_FROM * DAY_US
    const spanUs = isLong ? DAY_US : HOUR_US
    const spans = new Map<number, number>()
    for (const [hour, count] of this.#hours) {
      const start = Math.floor((hour * HOUR_US) / spanUs) * spanUs
      spans.set(start, (spans.get(start) ?? 0) + count)
    }
    return {
      rule: this.#rule, matches: this.#matches, findings: this.#findings.size, first: this.#first, last: this.#last, spanUs,
      buckets: [...spans].map(([time, count]) => ({ time, count })).sort((a, b) => a.time - b.time),
      withoutTime: this.#withoutTime,
      subjects: shown,
      otherSubjects: this.#matches - shown.reduce((sum, { count }) => sum + count, 0),
      samples: this.#samples,
    }
  }

  #trim(): void {
    this.#samples = this.#samples.sort(compareEvents).slice(0, PREVIEW_SAMPLES)
  }
}
