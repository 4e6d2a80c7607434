import { entityKey } from '../../model/entities.ts'
import type { Finding } from '../../model/finding.ts'
import { COMMON_MEMORY_US, COMMON_RULE_SUBJECTS } from '../defaults.ts'
import { RecentSubjects } from './recent-subjects.ts'

/** How much had been seen when a finding came: counted from what precedes it in fold order, so it never changes afterwards. */
export interface SeenBefore {
  readonly findings: number
  /** Of those, the ones of its rule. */
  readonly ruleFindings: number
}

/** Remembers of every rule how often it spoke, and about whom lately. */
export class RuleHistory {
  readonly #rules = new Map<string, RuleState>()
  #findings = 0

  before(finding: Finding): SeenBefore {
    return { findings: this.#findings, ruleFindings: this.#rules.get(ruleKey(finding))?.findings ?? 0 }
  }

  /** True when the rule has lately spoken about so many subjects that it says little about any of them. */
  isCommon(finding: Finding, time: number): boolean {
    const subjects = this.#rules.get(ruleKey(finding))?.subjects?.countSince(time - COMMON_MEMORY_US) ?? 0
    return subjects > COMMON_RULE_SUBJECTS
  }

  count(finding: Finding): void {
    const key = ruleKey(finding)
    let rule = this.#rules.get(key)
    if (rule === undefined) {
      rule = { findings: 0, subjects: undefined }
      this.#rules.set(key, rule)
    }
    rule.findings++
    this.#findings++
    if (finding.first === null) return
    const subject = entityKey(finding.subject)
    if (rule.subjects === undefined) rule.subjects = new RecentSubjects(COMMON_RULE_SUBJECTS + 1, subject, finding.first)
    else rule.subjects.see(subject, finding.first)
  }
}

interface RuleState {
  findings: number
  subjects: RecentSubjects | undefined
}

function ruleKey(finding: Finding): string {
  return `${finding.detector}\0${finding.rule.id}`
}
