import type { Pool } from 'pg'
import { findApiToken, TOKEN_PREFIX } from '../../store/accounts/api-token.ts'
import { hashSecret } from '../../store/accounts/secret.ts'
import type { SessionLimits } from '../../store/accounts/session.ts'
import { findSession } from '../../store/accounts/session.ts'
import type { Identity } from '../identity.ts'
import { KNOWN_FOR_MS } from './defaults.ts'
import { sessionCookieOf } from './session-cookie.ts'

/** Tells by a bearer token or a session cookie who is asking. A token goes before a cookie; a wrong one is not made good by the other. */
export class Authenticator {
  readonly #pool: Pool
  readonly #limits: SessionLimits
  readonly #now: () => number
  /** By hash; a look-up for every picture of a page would be most of the work of the state store. */
  readonly #known = new Map<string, { readonly identity: Identity; readonly until: number }>()

  #generation = 0

  constructor(pool: Pool, limits: SessionLimits, now: () => number) {
    this.#pool = pool
    this.#limits = limits
    this.#now = now
  }

  readonly identify = async (request: Request): Promise<Identity | null> => {
    const authorization = request.headers.get('authorization')
    if (authorization !== null) {
      const secret = /^Bearer (\S{20,200})$/i.exec(authorization)?.[1]
      return secret?.startsWith(TOKEN_PREFIX) === true ? this.#remember(secret, () => this.#byToken(secret)) : null
    }
    const secret = sessionCookieOf(request)
    return secret === null ? null : this.#remember(secret, () => this.bySession(secret))
  }

  /** After any change of accounts, sessions or tokens: what it takes away must be gone at once. */
  forgetAll(): void {
    this.#generation++
    this.#known.clear()
  }

  async #remember(secret: string, find: () => Promise<Identity | null>): Promise<Identity | null> {
    const key = hashSecret(secret)
    const known = this.#known.get(key)
    if (known !== undefined && known.until > this.#now()) return known.identity
    this.#known.delete(key)
    const generation = this.#generation
    const identity = await find()
    // What was found before a change may not outlive it.
    if (identity === null || generation !== this.#generation) return identity
    if (this.#known.size >= MOST_KNOWN) this.#known.clear()
    this.#known.set(key, { identity, until: this.#now() + KNOWN_FOR_MS })
    return identity
  }

  async #byToken(secret: string): Promise<Identity | null> {
    const found = await findApiToken(this.#pool, secret)
    return found === null ? null : { ...found, session: null }
  }

  /** Of a session, past what is remembered. */
  async bySession(secret: string): Promise<Identity | null> {
    const found = await findSession(this.#pool, secret, this.#limits)
    return found === null ? null : { ...found, scopes: null }
  }
}

/** Remembered at a time. */
const MOST_KNOWN = 10_000
