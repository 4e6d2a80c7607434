import { z } from '@hono/zod-openapi'
import type { Person, Scope, TlpMarking } from '../store/accounts/person.ts'
import { isCleared, ROLES, SCOPES } from '../store/accounts/person.ts'

/** Who may ask a route. Every route has one; without it the server does not start. */
export const accessSchema = z.union([
  z.strictObject({
    roles: z.array(z.enum(ROLES)).readonly(),
    /** What a token must be for. */
    scope: z.enum(SCOPES),
    /** `own`: reads and changes through the store of the asker's organisation only. `none`: nothing of any organisation is in the answer. */
    organisation: z.enum(['own', 'none']),
    /** `data`: the answer bears the marking of the organisation's data, and asks for that clearance. `clear`: it tells nothing of it. */
    tlp: z.enum(['data', 'clear']),
  }),
  /** For everybody, signed in or not; the reason stands here. */
  z.strictObject({ public: z.string().min(10) }),
])

/** The rules of a route for people and programs that are known. */
export type PersonAccess = Exclude<z.infer<typeof accessSchema>, { readonly public: string }>

/** The rule of a route for everybody. */
export type PublicAccess = Extract<z.infer<typeof accessSchema>, { readonly public: string }>

/** Whether the rules let somebody in. `scopes` is null for a session, which may all its role may. */
export function isAllowed({ roles, scope, tlp }: PersonAccess, person: Person, scopes: readonly Scope[] | null, marking: TlpMarking): boolean {
  return roles.includes(person.role)
    && (scopes === null || scopes.includes(scope))
    && (tlp === 'clear' || isCleared(person.clearance, marking))
}
