import type { RuleSummary } from '../../model/detector.ts'

/** How a fact names a rule: by its title, and in Japanese sentences by its Japanese one, where it has one. */
export function ruleTerms({ title, titleJa }: RuleSummary): { readonly rule: string, readonly ruleJa?: string } {
  return titleJa === undefined ? { rule: title } : { rule: title, ruleJa: titleJa }
}
