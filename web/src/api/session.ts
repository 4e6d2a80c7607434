import { queryOptions } from '@tanstack/react-query'
import { ApiError } from './api-error.ts'
import { request, setCsrf } from './request.ts'

export const ROLES = ['viewer', 'analyst', 'lead', 'admin'] as const

export type Role = (typeof ROLES)[number]

export interface Session {
  readonly user: {
    readonly name: string
    readonly displayName: string
    readonly role: Role
    readonly organisation: string
    readonly clearance: string
  }
  /** Null for a program's token. */
  readonly csrf: string | null
  readonly hasPassword: boolean
}

/** Who is signed in; null when nobody is. */
export const sessionQuery = queryOptions({ queryKey: ['session'], queryFn: readSession, staleTime: Infinity, retry: 2 })

async function readSession(): Promise<Session | null> {
  try {
    const session = await request<Session>('/session')
    setCsrf(session.csrf ?? '')
    return session
  } catch (error) {
    if (error instanceof ApiError && error.signedOut) return null
    throw error
  }
}

/** By the one-time link. */
export function signInByLink(token: string): Promise<unknown> {
  return request('/session/link', { method: 'POST', json: { token } })
}

export function signInByPassword(name: string, password: string): Promise<unknown> {
  return request('/session', { method: 'POST', json: { name, password } })
}

/** @param current not asked for shortly after signing in by a link */
export function setPassword(password: string, current: string | undefined): Promise<unknown> {
  return request('/session/password', { method: 'POST', json: { password, current } })
}

export function signOut(): Promise<unknown> {
  return request('/session', { method: 'DELETE' })
}

/** Whether a role may do what another may. */
export function atLeast(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed)
}
