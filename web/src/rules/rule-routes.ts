import { createRoute } from '@tanstack/react-router'
import { SEVERITIES } from '../api/nouns.ts'
import type { RuleFilters } from '../api/rules.ts'
import { ADVICE, RULE_SORTS } from '../api/rules.ts'
import { rootRoute } from '../shell/root-route.ts'

/** The filters stand in the address. What is not understood is left out. */
export const ruleListRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/rules',
  validateSearch: (search: Record<string, unknown>): RuleFilters => ({
    q: textOf(search['q']),
    level: oneOf(SEVERITIES, search['level']),
    set: textOf(search['set']),
    product: textOf(search['product']),
    state: oneOf(['enabled', 'disabled'], search['state']),
    advice: oneOf(ADVICE, search['advice']),
    found: oneOf(['something', 'nothing'], search['found']),
    sort: oneOf(RULE_SORTS, search['sort']),
  }),
})

/** `event` is the one that is looked at beside the page. */
export const ruleRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/rules/$ruleKey',
  validateSearch: (search: Record<string, unknown>): { readonly event?: string | undefined } => ({ event: textOf(search['event']) }),
})

export const ruleSetsRoute = createRoute({ getParentRoute: () => rootRoute, path: '/rule-sets' })

export const filterRoute = createRoute({ getParentRoute: () => rootRoute, path: '/findings/$findingId/filter' })

/** A text of digits comes as a number out of the address. */
function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

function oneOf(words: readonly string[], value: unknown): string | undefined {
  return words.find(each => each === value)
}
