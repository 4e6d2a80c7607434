/** What people and their programs may do: the words of rights, from the least to the most. */

/** Each may do what those before it may. */
export const ROLES = ['viewer', 'analyst', 'lead', 'admin'] as const
export type Role = (typeof ROLES)[number]

/** What an API token is for; a session has what its role has. */
export const SCOPES = ['read', 'write', 'ingest', 'admin'] as const
export type Scope = (typeof SCOPES)[number]

/** The markings of TLP 2.0 (FIRST, August 2022), from what all may see to what only those named may. */
export const TLP_MARKINGS = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const
export type TlpMarking = (typeof TLP_MARKINGS)[number]

/** Somebody with an account, as far as rights and display go. */
export interface Person {
  /** What they sign in with. */
  readonly name: string
  readonly displayName: string
  readonly role: Role
  readonly organisation: string
  /** The strictest marking they may see. */
  readonly clearance: TlpMarking
}

/** That role and all above it. */
export function atLeast(role: Role): readonly Role[] {
  return ROLES.slice(ROLES.indexOf(role))
}

/** Whether somebody cleared for one marking may see what bears another. */
export function isCleared(clearance: TlpMarking, marking: TlpMarking): boolean {
  return TLP_MARKINGS.indexOf(marking) <= TLP_MARKINGS.indexOf(clearance)
}
