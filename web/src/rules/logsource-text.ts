import type { RuleSummary } from '../api/rules.ts'

/** `windows · process_creation`. */
export function logsourceText(logsource: RuleSummary['logsource']): string {
  return logsource === null ? '' : [logsource.product, logsource.category, logsource.service].filter(part => part !== undefined).join(' · ')
}
