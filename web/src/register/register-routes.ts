import { createRoute } from '@tanstack/react-router'
import type { EntryFilters, EntryKind } from '../api/register.ts'
import { ENTRY_KINDS } from '../api/register.ts'
import { rootRoute } from '../shell/root-route.ts'

export interface NamedEntry {
  readonly kind: EntryKind
  readonly key: string
}

/** Without a key a new one, with what is known of it already. */
export interface EditedEntry {
  readonly kind: EntryKind
  readonly key?: string | undefined
  readonly mac?: string | undefined
  readonly name?: string | undefined
}

/** The filters stand in the address. What is not understood is left out. */
export const entryListRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/register',
  validateSearch: (search: Record<string, unknown>): EntryFilters => ({ kind: kindOf(search['kind']), text: textOf(search['text']) }),
})

/** A key may hold a slash, so it stands behind the question mark. */
export const entryRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/register/entry',
  validateSearch: (search: Record<string, unknown>): NamedEntry => ({ kind: kindOf(search['kind']) ?? 'device', key: textOf(search['key']) ?? '' }),
})

export const editEntryRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/register/edit',
  validateSearch: (search: Record<string, unknown>): EditedEntry => ({ kind: kindOf(search['kind']) ?? 'device', key: textOf(search['key']), mac: textOf(search['mac']), name: textOf(search['name']) }),
})

/** `at` is ISO 8601; without it now. */
export const whoRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/register/who',
  validateSearch: (search: Record<string, unknown>): { readonly address?: string | undefined; readonly at?: string | undefined } => ({ address: textOf(search['address']), at: textOf(search['at']) }),
})

export const machinesRoute = createRoute({ getParentRoute: () => rootRoute, path: '/register/machines' })

export const importsRoute = createRoute({ getParentRoute: () => rootRoute, path: '/register/imports' })

/** A text of digits comes as a number out of the address. */
function textOf(value: unknown): string | undefined {
  return (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : undefined
}

function kindOf(value: unknown): EntryKind | undefined {
  return ENTRY_KINDS.find(kind => kind === value)
}
