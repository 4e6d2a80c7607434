import type { RawProblem } from './problem.ts'

/** Rules specification, "Taxonomy": that of rules that name none. */
export const SIGMA_TAXONOMY = 'sigma'

/** A tool has to know a foreign taxonomy or translate it; where neither is so, whoever uses the rule is told. */
export function unknownTaxonomy(taxonomy: string): RawProblem {
  return { code: 'SIGMA-W110', path: ['taxonomy'], terms: { taxonomy } }
}
