import type { Person, Scope } from '../store/accounts/person.ts'
import type { Session } from '../store/accounts/session.ts'

/** Who a request comes from, and by what it is known. */
export interface Identity {
  readonly person: Person
  /** Null for an API token. */
  readonly session: Session | null
  /** Null for a session: all that the role may. */
  readonly scopes: readonly Scope[] | null
}

/** Who is asking; null when nobody known is. */
export type Authenticate = (request: Request) => Promise<Identity | null>
