import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { FindingSummary } from './cases.ts'
import type { Histogram } from './hunts.ts'
import type { InBoth, Severity } from './nouns.ts'
import type { Page } from './page.ts'
import { nextCursor, PAGE_SIZE } from './page.ts'
import { request, withParameters } from './request.ts'

export const ADVICE = ['retire', 'tune', 'keep', 'unjudged'] as const

export type Advice = (typeof ADVICE)[number]

export const RULE_SORTS = ['hits', 'last', 'level', 'precision', 'title'] as const

export interface RuleFilters {
  readonly q?: string | undefined
  readonly level?: string | undefined
  readonly set?: string | undefined
  readonly product?: string | undefined
  readonly state?: string | undefined
  readonly advice?: string | undefined
  readonly found?: string | undefined
  readonly sort?: string | undefined
}

export interface RuleSummary {
  readonly key: string
  readonly title: string
  readonly kind: 'rule' | 'correlation'
  readonly level: Severity
  readonly status: string
  readonly techniques: readonly string[]
  readonly tactics: readonly string[]
  readonly logsource: Readonly<Partial<Record<'product' | 'category' | 'service', string>>> | null
  /** Empty: the rules that come with the program. */
  readonly set: string
  readonly file: string
  readonly enabled: boolean
  readonly hasTests: boolean
  readonly filters: number
  readonly hits: { readonly count: number; readonly first: string | null; readonly last: string | null; readonly spread: readonly number[] }
  /** Cases with it that people judged. */
  readonly verdicts: { readonly truePositive: number; readonly benign: number; readonly falsePositive: number; readonly undetermined: number }
  readonly precision: number | null
  readonly advice: Advice
}

export interface RulePageAnswer extends Page<RuleSummary> {
  readonly total: number
  readonly rules: number
  readonly disabled: number
  readonly problems: { readonly errors: number; readonly warnings: number }
  readonly sets: readonly string[]
  readonly products: readonly string[]
  /** Evidence is still read with the rules as they were before the last change. */
  readonly changing: boolean
  readonly chosen: boolean
}

export interface RuleProblem {
  readonly code: string
  readonly severity: 'error' | 'warning'
  readonly set: string
  readonly file: string
  readonly line: number
  readonly column: number
  readonly message: string
  readonly mend: string
}

export interface RuleGroup {
  readonly kind: 'all' | 'any' | 'not'
  readonly label: string
  /** The label is a filter's title. */
  readonly filter: boolean
  readonly parts: readonly RulePart[]
  /** Null where nothing is said of an event. */
  readonly held: boolean | null
}

export interface RulePlace {
  readonly text: string
  readonly from: number
  readonly to: number
  readonly before: number
  readonly after: number
}

export interface RuleItem {
  readonly kind: 'item'
  readonly field: string | null
  readonly modifiers: readonly string[]
  readonly negated: boolean
  readonly join: 'any' | 'all'
  readonly values: readonly { readonly written: string; readonly held: boolean | null; readonly place: RulePlace | null }[]
  readonly more: number
  readonly held: boolean | null
  readonly seen: string | null
}

export type RulePart = RuleGroup | RuleItem

export interface AddedFilter {
  readonly id: string
  readonly title: string
  readonly set: string
  readonly by: string | null
  readonly at: string | null
  readonly ends: string | null
  readonly reason: string
  readonly finding: string | null
}

export interface RuleDetail extends RuleSummary {
  readonly description: string
  readonly author: string
  readonly date: string
  readonly modified: string
  readonly references: readonly string[]
  readonly falsePositives: readonly string[]
  readonly source: string
  readonly detection: RulePart | null
  readonly correlation: { readonly type: string; readonly groupBy: readonly string[]; readonly timespanSeconds: number; readonly condition: string } | null
  readonly about: readonly RuleSummary[]
  readonly usedBy: readonly RuleSummary[]
  readonly addedFilters: readonly AddedFilter[]
  readonly problems: readonly RuleProblem[]
  readonly switchedOff: { readonly by: string; readonly at: string; readonly reason: string } | null
  readonly advised: InBoth
  readonly histogram: Histogram
  readonly findings: readonly (FindingSummary & { readonly case: string })[]
}

export interface RuleTests {
  readonly outcome: { readonly tests: readonly RuleTest[] } | { readonly wrong: string } | null
}

export interface RuleTest {
  readonly name: string
  readonly expected: 'found' | 'left'
  readonly passed: boolean
}

export interface RuleExplanation {
  readonly key: string
  readonly title: string
  readonly tried: boolean
  readonly logsource: Readonly<Partial<Record<'product' | 'category' | 'service', string>>>
  readonly fires: boolean
  readonly condition: RulePart
}

export interface EventRules {
  readonly matched: readonly { readonly key: string; readonly title: string | null }[]
  readonly explained: readonly RuleExplanation[] | null
}

export function rulesQuery(filters: RuleFilters) {
  return infiniteQueryOptions({
    queryKey: ['rules', 'list', filters],
    queryFn: ({ pageParam, signal }) => request<RulePageAnswer>(withParameters('/rules', { ...filters, limit: PAGE_SIZE, cursor: pageParam }), { signal }),
    initialPageParam: '',
    getNextPageParam: nextCursor,
  })
}

/** All that are as asked for, for a file. */
export function exportedRules(filters: RuleFilters): Promise<readonly RuleSummary[]> {
  return request(withParameters('/rule-export', { ...filters }))
}

export const ruleProblemsQuery = queryOptions({
  queryKey: ['rules', 'problems'], queryFn: ({ signal }) => request<{ readonly items: readonly RuleProblem[]; readonly errors: number; readonly warnings: number }>('/rule-problems', { signal }),
})

export function ruleQuery(key: string) {
  return queryOptions({ queryKey: ['rules', 'one', key], queryFn: ({ signal }) => request<RuleDetail>(`/rules/${encodeURIComponent(key)}`, { signal }) })
}

export function ruleTestsQuery(key: string) {
  return queryOptions({ queryKey: ['rules', 'tests', key], queryFn: ({ signal }) => request<RuleTests>(`/rules/${encodeURIComponent(key)}/tests`, { signal }) })
}

/** Which rules matched an event, and why one of them fires on it, or does not. */
export function eventRulesQuery(event: string, rule: string | undefined) {
  return queryOptions({
    queryKey: ['rules', 'event', event, rule ?? ''],
    queryFn: ({ signal }) => request<EventRules>(withParameters(`/events/${event}/rules`, { rule }), { signal }),
    placeholderData: before => before,
  })
}

export interface RuleChanges {
  readonly changing: boolean
  readonly rereading: boolean
  /** Pieces of evidence that were read with other rules than those of now. */
  readonly outdated: number
}

/** Milliseconds between looks while something is under way. */
const LOOK_MS = 2_000

export const ruleChangesQuery = queryOptions({
  queryKey: ['rules', 'changes'], queryFn: ({ signal }) => request<RuleChanges>('/rule-changes', { signal }),
  refetchInterval: ({ state: { data } }) => (data?.changing === true || data?.rereading === true ? LOOK_MS : false),
})

export function switchRule(key: string, enabled: boolean, reason: string): Promise<{ readonly enabled: boolean; readonly stopped: readonly string[] }> {
  return request(`/rules/${encodeURIComponent(key)}/state`, { method: 'POST', json: { enabled, reason } })
}

export function rereadEvidence(reason: string): Promise<{ readonly started: boolean }> {
  return request('/rule-reruns', { method: 'POST', json: { reason } })
}

export interface FilterProof {
  readonly usable: boolean
  readonly holds: boolean
  readonly problems: readonly RuleProblem[]
  readonly appliesTo: readonly { readonly key: string; readonly title: string }[]
  readonly tests: RuleTests['outcome']
  readonly known: { readonly findings: number; readonly events: number; readonly lost: readonly FindingSummary[] }
  readonly own: { readonly events: number; readonly silenced: number }
  readonly stored: {
    readonly events: number; readonly silenced: number; readonly findings: number; readonly partly: number; readonly of: number
    readonly listed: readonly FindingSummary[]; readonly complete: boolean
  }
}

export interface FilterDraft {
  readonly text: string
  readonly fields: readonly { readonly field: string; readonly values: readonly string[]; readonly reason: 'rule' | 'what' | 'who' | 'distinguishes' }[]
  readonly proof: FilterProof
}

export function filterDraftQuery(finding: string) {
  return queryOptions({
    queryKey: ['rules', 'draft', finding], staleTime: Infinity,
    queryFn: ({ signal }) => request<{ readonly draft: FilterDraft | null }>(`/findings/${finding}/filter`, { signal }),
  })
}

export function proveFilter(finding: string, text: string): Promise<FilterProof> {
  return request(`/findings/${finding}/filter-proof`, { method: 'POST', json: { text } })
}

export function keepFilter(finding: string, filter: { readonly text: string; readonly reason: string; readonly ends?: string; readonly anyway: boolean }): Promise<{ readonly id: string }> {
  return request(`/findings/${finding}/filter`, { method: 'POST', json: filter })
}

export function removeFilter(id: string): Promise<null> {
  return request(`/rule-filters/${encodeURIComponent(id)}`, { method: 'DELETE' })
}

export interface RuleSet {
  readonly name: string
  readonly rules: number
  readonly filters: number
  readonly errors: number
  readonly removable: boolean
}

interface ChangedRules {
  readonly count: number
  readonly titles: readonly { readonly key: string; readonly title: string; readonly level: Severity }[]
}

/** What rules that were sent would change. */
export interface RuleUpload {
  readonly id: string
  readonly name: string
  readonly replaces: boolean
  readonly rules: number
  readonly filters: number
  readonly added: ChangedRules
  readonly removed: ChangedRules
  readonly changed: ChangedRules
  readonly same: number
  readonly problems: readonly RuleProblem[]
  readonly errors: number
  readonly unread: readonly { readonly path: string; readonly reason: string }[]
}

export const ruleSetsQuery = queryOptions({
  queryKey: ['rules', 'sets'], queryFn: ({ signal }) => request<{ readonly items: readonly RuleSet[]; readonly chosen: boolean }>('/rule-sets', { signal }),
})

export function sendRules(name: string, file: File): Promise<RuleUpload> {
  return request(withParameters('/rule-uploads', { name }), { method: 'POST', bytes: file })
}

export function applyRules(id: string): Promise<{ readonly name: string; readonly rules: number }> {
  return request(`/rule-uploads/${id}/apply`, { method: 'POST' })
}

export function dropRules(id: string): Promise<null> {
  return request(`/rule-uploads/${id}`, { method: 'DELETE' })
}

export function removeRuleSet(name: string): Promise<null> {
  return request(`/rule-sets/${encodeURIComponent(name)}`, { method: 'DELETE' })
}
