/** The words of the design as the API writes them; times are ISO 8601 UTC with microseconds. */

export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'informational'] as const

export type Severity = (typeof SEVERITIES)[number]

export type Language = 'en' | 'ja'

export type InBoth = Readonly<Record<Language, string>>

export interface Entity {
  readonly type: string
  readonly value: string
}

export interface Fact {
  readonly fact: string
  readonly numbers: Readonly<Record<string, number>>
  /** Quoted from the evidence and the rules: written by anyone. */
  readonly terms: Readonly<Record<string, string>>
  readonly eventIds: readonly string[]
  /** In the hunt language; empty when the fact is not about events. */
  readonly query: string
}

export type Reason = Fact | { readonly and: readonly Reason[] } | { readonly or: readonly Reason[] } | { readonly although: readonly Reason[] }

/** The sentences of an explanation, in the order of its facts. */
export interface ExplanationText {
  readonly what: string
  readonly for: readonly string[]
  readonly against: readonly string[]
  readonly change: string
  readonly confidence: string
  readonly next: string
}

export interface Explanation {
  readonly what: Fact
  readonly why: Reason
  readonly change: Fact
  readonly confidence: Fact
  readonly next: Fact
  readonly text: Readonly<Record<Language, ExplanationText>>
}
