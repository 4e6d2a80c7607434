import type { Person, Scope } from '../store/accounts/person.ts'

/** Who a request comes from, and by what it is known. */
export interface Identity {
  readonly person: Person
  /** Null for an API token. */
  readonly session: { readonly id: string; readonly csrf: string } | null
  /** Null for a session: all that the role may. */
  readonly scopes: readonly Scope[] | null
}

/** Who is asking; null when nobody known is. Answers may set headers (a renewed cookie). */
export type Authenticate = (request: Request, answerHeaders: Headers) => Promise<Identity | null>
