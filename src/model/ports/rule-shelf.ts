import type { RuleSummary } from '../detector.ts'
import type { Logsource } from '../source-mapping.ts'
import type { Fields } from '../value.ts'
import type { NeverFiringFinder } from './never-firing.ts'
import type { RuleHunter } from './rule-hunter.ts'

/** What the room of rules tells those who show rules to people: read once, looked at often. */
export interface RuleReader {
  /** Reads all rules below the directories, as detection would, but those that were switched off are there too. Thousands of rules take seconds. */
  read(directories: readonly RuleDirectory[], options?: RuleReading): Promise<RuleShelf>
  /** What would change if the rules of one directory took the place of those of another; null: of none. */
  compare(before: RuleDirectory | null, after: RuleDirectory): Promise<RuleChanges>
}

export interface RuleDirectory {
  /** Of the rule set; empty for the rules that come with the program. */
  readonly name: string
  readonly path: string
}

export interface RuleReading {
  /** Ids of filters that hold no longer. */
  readonly endedFilters?: ReadonlySet<string>
}

/** The rules of some directories as they were when they were read. */
export interface RuleShelf {
  /** Rules and correlations, in the order of directories and paths. */
  readonly cards: readonly RuleCard[]
  readonly filters: readonly FilterCard[]
  readonly problems: readonly RuleProblem[]
  /** Null where no rule has the key. */
  page(key: string): RulePage | null
  /** Null where no rule has the key; of a correlation the rules it is about. */
  explain(key: string, event: ShownEvent): readonly RuleExplanation[] | null
  /** Runs the events beside the rule over it; null where there are none. Reads the disk. */
  runTests(key: string): RuleTestOutcomes | null
  /** Null for a correlation, or where no rule has the key. */
  draftFilter(key: string, wish: FilterWish): DraftedFilter | null
  /** What a filter, written as a person likes, would do to a rule. Null as above. */
  tryFilter(key: string, text: string): FilterTrial | null
  /** Some rules, to be run over what is stored. Keys that no rule has are passed over. */
  hunter(keys: Iterable<string>): RuleHunter
  /** Finds rules that nothing stored can match. */
  neverFiring(): NeverFiringFinder
}

/** A rule in a list. */
export interface RuleCard {
  readonly summary: RuleSummary
  readonly kind: 'rule' | 'correlation'
  /** Null for a correlation. */
  readonly logsource: Logsource | null
  /** The name of its directory. */
  readonly set: string
  /** Within its directory. */
  readonly file: string
  /** Keys of the rules that a correlation is about. */
  readonly about: readonly string[]
  readonly hasTests: boolean
}

export interface FilterCard {
  readonly id: string
  readonly title: string
  readonly set: string
  readonly file: string
  /** Keys of the rules that it is added to. */
  readonly appliesTo: readonly string[]
}

/** What is wrong with a file of rules, and how to mend it; in English. */
export interface RuleProblem {
  readonly code: string
  readonly severity: 'error' | 'warning'
  readonly set: string
  /** Within its directory. */
  readonly file: string
  /** From 1. */
  readonly line: number
  readonly column: number
  readonly message: string
  readonly mend: string
}

/** All that is known of a rule by itself. */
export interface RulePage extends RuleCard {
  readonly description: string
  readonly author: string
  /** As written. */
  readonly date: string
  readonly modified: string
  /** Addresses as written; nobody fetches them. */
  readonly references: readonly string[]
  readonly tags: readonly string[]
  /** The file, at most some tens of thousands of characters. */
  readonly source: string
  /** Null for a correlation. */
  readonly detection: RulePart | null
  readonly correlation: CorrelationWords | null
  readonly filters: readonly FilterCard[]
  /** Correlations that are about it. */
  readonly usedBy: readonly RuleCard[]
  readonly problems: readonly RuleProblem[]
}

export interface CorrelationWords {
  readonly type: string
  readonly groupBy: readonly string[]
  /** Microseconds. */
  readonly timespan: number
  /** As written: `gte 10`, `a and b and not c`. */
  readonly condition: string
}

/** A condition as a tree. What it says of an event is there only in an explanation. */
export type RulePart =
  | {
    readonly kind: 'all' | 'any' | 'not'
    /** The author's name for it, `selection_image`, or words, `1 of selection_*`; of a filter its title; empty without one. */
    readonly label: string
    readonly filter: boolean
    readonly parts: readonly RulePart[]
    readonly held: boolean | null
  }
  | RuleItem

/** A field, or any text of the event, against values. */
export interface RuleItem {
  readonly kind: 'item'
  /** Null for keywords. */
  readonly field: string | null
  readonly modifiers: readonly string[]
  readonly negated: boolean
  readonly join: 'any' | 'all'
  /** Those that hold first. */
  readonly values: readonly RuleItemValue[]
  /** Values that are not listed. */
  readonly more: number
  readonly held: boolean | null
  /** What the event has under the field; null where it has none, or nothing is said of an event. */
  readonly seen: string | null
}

export interface RuleItemValue {
  readonly written: string
  readonly held: boolean | null
  readonly place: RulePlace | null
}

/** Where in a text of the event the pattern stands: characters [from, to) of an excerpt. */
export interface RulePlace {
  readonly text: string
  readonly from: number
  readonly to: number
  /** Characters of the event's text before and after the excerpt. */
  readonly before: number
  readonly after: number
}

/** A rule on one event: what held, what did not, on which values, and where. */
export interface RuleExplanation {
  readonly key: string
  readonly title: string
  /** Whether the event's log source lets the rule be tried at all. */
  readonly tried: boolean
  readonly logsource: Logsource
  /** Tried, and its condition holds. */
  readonly fires: boolean
  readonly condition: RulePart
}

/** What rules see of an event. */
export interface ShownEvent {
  readonly dataset: string
  readonly fields: Fields
}

export type RuleTestOutcomes =
  | { readonly tests: readonly RuleTestOutcome[] }
  | { readonly wrong: string }

export interface RuleTestOutcome {
  readonly name: string
  readonly expected: 'found' | 'left'
  readonly passed: boolean
}

/** From what a filter is to be drafted. */
export interface FilterWish {
  readonly id: string
  readonly title: string
  /** ISO 8601, the day. */
  readonly date: string
  readonly author: string
  /** What is to be silenced; at least one. */
  readonly silence: readonly ShownEvent[]
  /** What must still be found, beside what the rule's tests say. */
  readonly keep: readonly ShownEvent[]
}

export interface DraftedFilter {
  /** Of a Sigma filter. */
  readonly text: string
  readonly fields: readonly DraftedField[]
}

/** A field that the filter asks for, and why it was taken. */
export interface DraftedField {
  readonly field: string
  readonly values: readonly string[]
  readonly reason: 'rule' | 'what' | 'who' | 'distinguishes'
}

export interface FilterTrial {
  /** With an error it is no filter that could be added to this rule. */
  readonly problems: readonly RuleProblem[]
  readonly isUsable: boolean
  /** The filter's id; empty where it cannot be used. */
  readonly id: string
  /** The rules it would be added to. */
  readonly appliesTo: readonly RuleCard[]
  /** The rule's tests with the filter; null without tests. */
  readonly tests: RuleTestOutcomes | null
  /** What becomes of each event: the rule finds it and no longer would, finds it and still would, or does not find it anyway. */
  sort(events: readonly ShownEvent[]): readonly ('silenced' | 'kept' | 'not-found')[]
}

export interface RuleChanges {
  /** By title, as the next two. */
  readonly added: readonly RuleSummary[]
  readonly removed: readonly RuleSummary[]
  readonly changed: readonly RuleSummary[]
  readonly same: number
  /** Of what comes. */
  readonly rules: number
  readonly filters: number
  readonly problems: readonly RuleProblem[]
}
