import { queryOptions } from '@tanstack/react-query'
import type { Page } from './page.ts'
import { request, withParameters } from './request.ts'

/** A message to somebody about a case, and what became of it. */
export interface Notification {
  readonly id: string
  readonly channel: string
  readonly recipient: string
  /** `created`, `raised-80`, `reminder-1`, `escalation-1`. */
  readonly occasion: string
  readonly state: 'waiting' | 'held' | 'folded' | 'cancelled' | 'sending' | 'sent' | 'failed'
  /** Why it is held, or who cancelled it. */
  readonly reason: string
  readonly createdAt: string
  readonly sentAt: string | null
  /** What the other side said last. */
  readonly said: string
  readonly acknowledgedAt: string | null
  readonly acknowledgedBy: string | null
}

/** A page is enough: nobody reads more messages about one case. */
const MOST_NOTIFICATIONS = 100

export function notificationsQuery(caseId: string) {
  return queryOptions({
    queryKey: ['cases', 'notifications', caseId],
    queryFn: ({ signal }) => request<Page<Notification>>(withParameters(`/cases/${caseId}/notifications`, { limit: MOST_NOTIFICATIONS }), { signal }),
  })
}

export function acknowledge(id: string): Promise<null> {
  return request(`/notifications/${id}/acknowledgement`, { method: 'POST' })
}
