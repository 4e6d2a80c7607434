import { queryOptions } from '@tanstack/react-query'
import type { Page } from './page.ts'
import { request, withParameters } from './request.ts'

export const STATUSES = ['new', 'in-progress', 'closed'] as const
export const VERDICTS = ['true-positive', 'benign', 'false-positive', 'undetermined'] as const

/** `withdrawal` takes an earlier decision back: its value is that one's id. */
export type DecisionKind = 'verdict' | 'status' | 'owner' | 'note' | 'withdrawal'

/** What a person entered; nothing is ever changed, a later one stands instead. */
export interface Decision {
  readonly id: number
  readonly kind: string
  /** Of an owner, empty: nobody. */
  readonly value: string
  readonly person: string
  readonly at: string
  /** The decision that took it back. */
  readonly withdrawnBy: number | null
}

export interface NewDecision {
  readonly kind: DecisionKind
  readonly value: string
  /** Made here: sent twice, it counts once. */
  readonly key: string
}

/** A page is enough: a case with more decisions than that is not read by people. */
const MOST_DECISIONS = 200

export function decisionsQuery(id: string) {
  return queryOptions({
    queryKey: ['cases', 'decisions', id],
    queryFn: ({ signal }) => request<Page<Decision>>(withParameters(`/cases/${id}/decisions`, { limit: MOST_DECISIONS }), { signal }),
  })
}

export function sendDecision(caseId: string, decision: NewDecision): Promise<{ readonly decision: Decision }> {
  const { kind, value, key } = decision
  return kind === 'withdrawal' ? request(`/decisions/${value}/withdrawal`, { method: 'POST', json: { key } })
    : request(`/cases/${caseId}/decisions`, { method: 'POST', json: { kind, value, key } })
}
