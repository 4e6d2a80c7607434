import type { Capability } from '../model/capability.ts'
import { triageFacts } from './explain/facts.ts'
import { RULE_ADVICE_FACTS } from './feedback/rule-advice.ts'

export { adviseRule, RULE_ADVICE } from './feedback/rule-advice.ts'
export type { AdvisedRule, RuleVerdicts } from './feedback/rule-advice.ts'
export { makeCases } from './make-cases.ts'
export { verdictRules } from './priority/verdicts.ts'
export { caseEntry, findingEntry } from './report/report-entries.ts'
export { reportHtml } from './report/html/page.ts'
export { reportJson } from './report/report-json.ts'
export { reportMarkdown } from './report/report-markdown.ts'
export { caseLines } from './report/terminal.ts'
export type { ReportInput } from './report/report-input.ts'

/** The room that says which findings belong together, how urgent they are, and why. */
export function triage(): Capability {
  return { name: 'triage', facts: { ...triageFacts, ...RULE_ADVICE_FACTS } }
}
