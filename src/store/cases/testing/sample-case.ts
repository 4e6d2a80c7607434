import type { Case } from '../../../model/case.ts'
import type { Severity } from '../../../model/severity.ts'
import { eventId } from '../../../model/ids.ts'
import { fact } from '../../../model/reason.ts'
import type { StoredCase } from '../stored-case.ts'

/** For tests: a case of one finding, hostile text in its title. */
export function sampleCase(id: string, priority: number, more: { readonly severity?: Severity; readonly host?: string; readonly rule?: string } = {}): StoredCase {
  const { severity = 'high', host = `host-${id}`, rule = 'rule' } = more
  const subject = { type: 'host', value: host } as const
  const saying = fact('test.says', { terms: { id } })
  const shown: Case = {
    id, priority, severity, title: { en: `${id}\0`, ja: `${id}\ud800` }, score: [], firstSeen: 1, lastSeen: 2, tactics: ['execution'], entities: [subject],
    findings: [`f-${id}`], strongest: `f-${id}`, explanation: { what: saying, why: { and: [saying] }, change: saying, confidence: saying, next: saying },
  }
  const evidence = 'e'.repeat(64)
  const events = [{ id: eventId(evidence, priority, 0), time: 1, evidence, record: 0, offset: priority, ordinal: 0 }]
  const summary = { id: rule, title: rule, level: severity, techniques: [], tactics: ['execution'], falsePositives: [], status: 'test' }
  const finding = { id: `f-${id}`, detector: 'test', rule: summary, subject, first: 1, last: 2, count: 1, events, entities: [subject], facts: [] }
  return { shown, derived: shown, findings: [{ finding, before: { findings: 0, ruleFindings: 0 } }] }
}
