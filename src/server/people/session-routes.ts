import { z } from '@hono/zod-openapi'
import type { Pool } from 'pg'
import { accountName, findAccount, passwordOf, setPassword } from '../../store/accounts/account.ts'
import { atLeast } from '../../store/accounts/person.ts'
import { endSession, openSession } from '../../store/accounts/session.ts'
import type { SessionLimits } from '../../store/accounts/session.ts'
import { useSignInLink } from '../../store/accounts/sign-in-link.ts'
import { addAudit } from '../../store/ledger/audit.ts'
import { inTransaction } from '../../store/postgres/transaction.ts'
import type { Visit } from '../context.ts'
import { ApiError } from '../errors/api-error.ts'
import type { ServerRoute } from '../route.ts'
import { publicRoute, route } from '../route.ts'
import type { Authenticator } from '../sign-in/authenticate.ts'
import { PASSWORD_BY_LINK_MINUTES } from '../sign-in/defaults.ts'
import { hashPassword, requireStrength, verifyPassword } from '../sign-in/password.ts'
import type { SignInTries } from '../sign-in/sign-in-tries.ts'
import { endedCookie, sessionCookie } from '../sign-in/session-cookie.ts'
import { personSchema, personView } from './person-view.ts'

export interface SessionRouteOptions {
  readonly pool: Pool
  readonly authenticator: Authenticator
  readonly tries: SignInTries
  readonly limits: SessionLimits
  /** Told of each sign-in that is refused. */
  onRefused(): void
}

const signedIn = z.object({ user: personSchema, csrf: z.string(), language: z.enum(['en', 'ja']), hasPassword: z.boolean() })

const SELF = { roles: atLeast('viewer'), scope: 'read', organisation: 'none', tlp: 'clear' } as const

/** Signing in and out, and one's own password. */
export function sessionRoutes({ pool, authenticator, tries, limits, onRefused }: SessionRouteOptions): ServerRoute[] {
  /** Every sign-in is a new session with a new secret: one that was planted beforehand is worth nothing. */
  const open = async (name: string, byLink: boolean, visit: Visit) => {
    const secret = await openSession(pool, name, { byLink, address: visit.address })
    visit.answerHeaders.append('set-cookie', sessionCookie(visit.request, secret, limits.hours))
    const account = await findAccount(pool, name)
    const identity = await authenticator.bySession(secret)
    const session = identity?.session ?? null
    if (account === undefined || identity === null || session === null) throw new ApiError('sign-in-failed')
    await inTransaction(pool, client => addAudit(client, account.organisation, {
      person: name, action: 'session.open', subject: name, details: { byLink, address: visit.address, request: visit.requestId },
    }))
    return { user: personView(identity.person), csrf: session.csrf, language: visit.language, hasPassword: account.hasPassword }
  }

  return [
    publicRoute({
      method: 'post', path: '/session', summary: 'Signs in with a password and sets the cookie of a session',
      access: { public: 'who signs in is not known before' },
      body: z.object({ name: accountName, password: z.string().min(1).max(1_000) }), answer: signedIn,
    }, async ({ body: { name, password } }, visit) => {
      tries.take(name, visit.address)
      if (!await verifyPassword(password, await passwordOf(pool, name))) {
        onRefused()
        visit.services.log('warn', 'sign-in failed', { request: visit.requestId, account: name, address: visit.address })
        throw new ApiError('sign-in-failed')
      }
      tries.forget(name)
      return open(name, false, visit)
    }),
    publicRoute({
      method: 'post', path: '/session/link', summary: 'Signs in with a one-time link and sets the cookie of a session',
      access: { public: 'who signs in is not known before' },
      body: z.object({ token: z.string().min(20).max(200) }), answer: signedIn,
    }, async ({ body: { token } }, visit) => {
      tries.take(null, visit.address)
      const name = await useSignInLink(pool, token)
      if (name !== null) return open(name, true, visit)
      onRefused()
      visit.services.log('warn', 'sign-in link refused', { request: visit.requestId, address: visit.address })
      throw new ApiError('link-failed')
    }),
    route({ method: 'get', path: '/session', summary: 'Who is signed in', access: SELF, answer: signedIn.extend({ csrf: z.string().nullable() }) }, async (_, { person, session, language }) => {
      const account = await findAccount(pool, person.name)
      return { user: personView(person), csrf: session?.csrf ?? null, language, hasPassword: account?.hasPassword ?? false }
    }),
    route({ method: 'delete', path: '/session', summary: 'Signs out', access: SELF }, async (_, { person, session, request, answerHeaders, audit }) => {
      if (session === null) throw new ApiError('conflict', { problem: 'a token is no session; delete it under /tokens' })
      await endSession(pool, session.id)
      authenticator.forgetAll()
      answerHeaders.append('set-cookie', endedCookie(request))
      await audit('session.end', person.name)
    }),
    route({
      method: 'post', path: '/session/password', summary: 'Sets one\'s own password; without the old one only shortly after signing in by link. Ends all other sessions',
      access: SELF, body: z.object({ password: z.string().min(1).max(1_000), current: z.string().min(1).max(1_000).optional() }),
    }, async ({ body: { password, current } }, { person, session, address, audit, services }) => {
      if (session === null) throw new ApiError('not-found')
      const fresh = session.byLink && services.now() - session.createdAt.getTime() < PASSWORD_BY_LINK_MINUTES * 60_000
      if (!fresh) {
        tries.take(person.name, address)
        if (!await verifyPassword(current ?? '', await passwordOf(pool, person.name))) throw new ApiError('sign-in-failed')
      }
      requireStrength(password, person.name)
      await setPassword(pool, person.name, await hashPassword(password), session.id)
      authenticator.forgetAll()
      await audit('account.password', person.name)
    }),
  ]
}
