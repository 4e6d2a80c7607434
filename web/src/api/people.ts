import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { Page } from './page.ts'
import { nextCursor } from './page.ts'
import { request, withParameters } from './request.ts'
import type { Role } from './session.ts'

export const CLEARANCES = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const
export const SCOPES = ['read', 'write', 'ingest', 'admin'] as const

export type Clearance = (typeof CLEARANCES)[number]
export type Scope = (typeof SCOPES)[number]

export interface User {
  readonly name: string
  readonly displayName: string
  readonly role: Role
  readonly clearance: Clearance
  readonly disabled: boolean
  readonly hasPassword: boolean
}

/** A user, and the path of a sign-in link when one was made. */
export interface UserAnswer {
  readonly user: User
  readonly link: string | null
}

export interface Token {
  readonly id: string
  readonly user: string
  readonly label: string
  readonly scopes: readonly Scope[]
  readonly expiresAt: string
  readonly usedAt: string | null
}

export interface AuditEntry {
  readonly number: number
  readonly at: string
  readonly person: string
  readonly action: string
  readonly subject: string
}

/** Entries of the audit trail that are fetched at once. */
const AUDIT_PAGE = 25

export const usersQuery = queryOptions({ queryKey: ['people', 'users'], queryFn: ({ signal }) => request<Page<User>>('/users', { signal }) })

export const tokensQuery = queryOptions({ queryKey: ['people', 'tokens'], queryFn: ({ signal }) => request<Page<Token>>('/tokens', { signal }) })

export const auditQuery = infiniteQueryOptions({
  queryKey: ['people', 'audit'],
  queryFn: ({ pageParam, signal }) => request<Page<AuditEntry>>(withParameters('/audit', { limit: AUDIT_PAGE, cursor: pageParam }), { signal }),
  initialPageParam: '',
  getNextPageParam: nextCursor,
})

export function addUser(user: { readonly name: string; readonly displayName: string | undefined; readonly role: string; readonly clearance: string }): Promise<UserAnswer> {
  return request('/users', { method: 'POST', json: user })
}

export function changeUser(name: string, change: { readonly role?: string; readonly clearance?: string; readonly disabled?: boolean; readonly link?: true }): Promise<UserAnswer> {
  return request(`/users/${encodeURIComponent(name)}`, { method: 'PATCH', json: change })
}

export function makeToken(token: { readonly label: string; readonly scopes: readonly Scope[]; readonly days: number }): Promise<{ readonly secret: string }> {
  return request('/tokens', { method: 'POST', json: token })
}

export function deleteToken(id: string): Promise<unknown> {
  return request(`/tokens/${id}`, { method: 'DELETE' })
}
