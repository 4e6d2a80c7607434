import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { InBoth } from './nouns.ts'
import type { Page } from './page.ts'
import { nextCursor, PAGE_SIZE } from './page.ts'
import { request, withParameters } from './request.ts'

/** What may be done with what is found, the mildest first. */
export const ACTIONS = ['allow', 'flag', 'redact', 'ask', 'block'] as const

export type Action = (typeof ACTIONS)[number]

/** Layers that find something in requests to models and in their answers: a policy may treat each by itself. */
export const LAYERS = ['signature', 'classifier', 'context', 'address', 'form', 'secret', 'leak', 'link', 'markup', 'code', 'topic', 'package', 'taint'] as const

/** Those that records name: also what is found at servers of tools and at other agents. */
export const RECORDED_LAYERS = [...LAYERS, 'shell', 'chain', 'pin', 'shadow'] as const

export interface GatewayVerdict {
  /** What was done, and what the guard had found. */
  readonly verdict: string
  readonly found: string
  readonly layer: string
  readonly kind: string
  readonly origin: string
  readonly reason: InBoth
  readonly mark: string
}

export interface GatewayRecord {
  readonly id: string
  readonly time: string | null
  readonly event: 'request' | 'answer' | 'question'
  /** The same for a request and its answer. */
  readonly request: string
  readonly application: string
  readonly client: string
  readonly protocol: string
  readonly model: string
  readonly upstream: string
  readonly verdict: string
  readonly score: number
  readonly verdicts: readonly GatewayVerdict[]
  readonly lifted: readonly { readonly exception: string; readonly layer: string; readonly kind: string; readonly origin: string }[]
  readonly text: string
  readonly characters: number
  readonly status: number
  readonly outcome: string
  readonly tokens: number | null
  readonly tools: readonly string[]
  readonly decision: string
  readonly decidedBy: string
  readonly decidedWhy: string
  readonly judgedMicroseconds: number
}

export interface RecordFilters {
  readonly application?: string | undefined
  readonly verdict?: string | undefined
  readonly layer?: string | undefined
  readonly event?: string | undefined
  readonly lifted?: string | undefined
  /** ISO 8601. */
  readonly from?: string | undefined
  readonly to?: string | undefined
}

export function gatewayRecordsQuery(filters: RecordFilters) {
  return infiniteQueryOptions({
    queryKey: ['ai', 'records', filters],
    queryFn: ({ pageParam, signal }) => request<Page<GatewayRecord>>(withParameters('/gateway-records', { ...filters, limit: PAGE_SIZE, cursor: pageParam }), { signal }),
    initialPageParam: '',
    getNextPageParam: nextCursor,
  })
}

export interface GatewayException {
  readonly id: string
  readonly application: string
  readonly layer: string
  readonly kind: string
  readonly origin: string
  /** Of the record that was marked. */
  readonly event: string
  readonly verdict: InBoth
  readonly reason: string
  readonly person: string
  readonly createdAt: string
  readonly expiresAt: string
  readonly endedAt: string | null
  readonly endedBy: string | null
  readonly uses: number
  readonly usedAt: string | null
  readonly holds: boolean
}

/** Days that an exception may hold, and holds when nothing else is said. */
export const EXCEPTION_DAYS = { byDefault: 30, most: 90 } as const

export const gatewayExceptionsQuery = infiniteQueryOptions({
  queryKey: ['ai', 'exceptions'],
  queryFn: ({ pageParam, signal }) => request<Page<GatewayException>>(withParameters('/gateway-exceptions', { limit: PAGE_SIZE, cursor: pageParam }), { signal }),
  initialPageParam: '',
  getNextPageParam: nextCursor,
})

export function addException(body: { readonly event: string; readonly mark: string; readonly reason: string; readonly days: number }): Promise<GatewayException> {
  return request('/gateway-exceptions', { method: 'POST', json: body })
}

export function endException(id: string): Promise<null> {
  return request(`/gateway-exceptions/${id}`, { method: 'DELETE' })
}

export interface GatewayQuestion {
  readonly id: string
  readonly askedAt: string
  readonly until: string
  readonly about: 'request' | 'answer'
  readonly application: string
  readonly client: string
  readonly model: string
  readonly upstream: string
  readonly verdicts: readonly { readonly layer: string; readonly kind: string; readonly origin: string; readonly reason: InBoth }[]
  readonly text: string
  /** What an answer that is held was asked for; empty of requests. */
  readonly asked: string
  readonly tools: readonly string[]
}

/** Milliseconds between looks: a program waits for the answer. */
const LOOK_MS = 5_000

/** Where no gateway runs, nobody looks again. */
export const gatewayQuestionsQuery = queryOptions({
  queryKey: ['ai', 'questions'],
  queryFn: ({ signal }) => request<{ readonly items: readonly GatewayQuestion[]; readonly answers: boolean }>('/gateway-questions', { signal }),
  refetchInterval: ({ state: { data } }) => (data?.answers === false ? false : LOOK_MS),
})

export function answerQuestion(id: string, allowed: boolean, reason: string): Promise<null> {
  return request(`/gateway-questions/${id}/answer`, { method: 'POST', json: { allowed, reason } })
}

/** What answers are not to speak of. */
export interface PolicyTopic {
  readonly name: string
  readonly words: readonly string[]
  /** Regular expressions. */
  readonly patterns: readonly string[]
  readonly found: 'flag' | 'redact' | 'block'
  /** What stands in place of the answer; else a sentence of the gateway's. */
  readonly says?: string
}

export interface GatewayPolicy {
  readonly name: string
  readonly flag: Action
  readonly redact: Action
  readonly block: Action
  readonly layers: Readonly<Record<string, Action>>
  readonly personal: 'allow' | 'redact'
  readonly restores: boolean
  /** Tokens of one answer: where the program names no limit, and at most. */
  readonly answerTokens: { readonly unnamed: number; readonly most: number }
  readonly ask: { readonly seconds: number; readonly otherwise: 'block' | 'pass' }
  readonly topics: readonly PolicyTopic[]
}

/** What the configuration says of an application beside its policy. */
export interface ApplicationLimits {
  /** Where it asks models. */
  readonly upstream: string
  /** Names of files that say which packages answers may name. */
  readonly packages: readonly string[]
  readonly requestsPerMinute: number
  readonly tokensPerDay: number | null
  /** The model that is asked about what the guard doubts. */
  readonly judge: { readonly upstream: string; readonly model: string; readonly seconds: number } | null
  readonly judgesAnswers: boolean
  readonly unreadable: 'refuse' | 'pass'
  readonly audit: 'texts' | 'figures'
  /** Tools each call of which a person allows first. */
  readonly confirmed: readonly string[]
  readonly tools: { readonly untrusted: readonly string[]; readonly private: readonly string[]; readonly outside: readonly string[]; readonly third: 'flag' | 'block' }
  readonly hosts: readonly string[]
  /** How many marks are planted. */
  readonly canaries: number
}

export interface ApplicationPolicy {
  readonly name: string
  readonly limits: ApplicationLimits
  readonly configured: GatewayPolicy
  readonly kept: { readonly policy: GatewayPolicy; readonly reason: string; readonly person: string; readonly at: string } | null
}

export const gatewayPoliciesQuery = queryOptions({
  queryKey: ['ai', 'policies'],
  queryFn: ({ signal }) => request<{ readonly runs: boolean; readonly applications: readonly ApplicationPolicy[]; readonly policies: readonly GatewayPolicy[] }>('/gateway-policies', { signal }),
})

export interface PolicyTrial {
  readonly records: number
  readonly rejudged: number
  readonly otherwise: number
  readonly oldest: string | null
  readonly isAll: boolean
  /** What the limits of answers would do. */
  readonly lengths: { readonly answers: number; readonly cut: number; readonly longer: number }
  readonly changes: readonly {
    readonly before: string
    readonly after: string
    readonly count: number
    readonly examples: readonly { readonly id: string; readonly time: string | null; readonly event: string; readonly layer: string; readonly reason: InBoth; readonly text: string; readonly rejudged: boolean }[]
  }[]
}

export function tryPolicy(application: string, policy: GatewayPolicy): Promise<PolicyTrial> {
  return request('/gateway-policy-trials', { method: 'POST', json: { application, policy } })
}

export function keepPolicy(application: string, policy: GatewayPolicy, reason: string): Promise<null> {
  return request('/gateway-policies', { method: 'POST', json: { application, policy, reason } })
}

export function withdrawPolicy(application: string): Promise<null> {
  return request(`/gateway-policies/${encodeURIComponent(application)}`, { method: 'DELETE' })
}
