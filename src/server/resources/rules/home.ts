import type { Asked } from '../../context.ts'
import { ApiError } from '../../errors/api-error.ts'
import type { RuleLibrary } from './rule-library.ts'

/**
 * Rules are the installation's: they may hold indicators that are nobody else's business. Whoever belongs to another organisation sees none.
 */
export function isAtHome({ person, services }: Asked): boolean {
  return person.organisation === services.store.ledger.organisation
}

/** @throws ApiError `not-found` for whoever belongs to another organisation */
export function requireHome(asked: Asked): RuleLibrary {
  if (!isAtHome(asked)) throw new ApiError('not-found')
  return asked.services.rules
}
