import type { EntryKind } from '../../store/register/entry.ts'

/** What a file says of one thing, before any schema has seen it; fields that it does not speak of are left out. */
export interface Draft {
  readonly kind: EntryKind
  readonly body: Readonly<Record<string, unknown>>
  /** Of the file, from 1; null where the form has no lines. */
  readonly line: number | null
}

/** What of a file cannot be used, and why. */
export interface Refusal {
  readonly line: number | null
  readonly reason: string
}

export interface Drafts {
  readonly drafts: readonly Draft[]
  readonly refusals: readonly Refusal[]
}

export const IMPORT_FORMATS = ['csv', 'rdap', 'netbox', 'ldif'] as const
export type ImportFormat = (typeof IMPORT_FORMATS)[number]

/** Without what is unknown, empty or an empty list: an import changes only what it speaks of. */
export function stated(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)))
}
