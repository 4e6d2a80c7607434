import type { Case } from '../../model/case.ts'
import type { EvidenceSummary } from '../../model/evidence-summary.ts'
import { renderFact } from '../../model/render-fact.ts'
import type { Explanation, Fact, FactTemplates, Language, Reason } from '../../model/reason.ts'
import { formatTime } from '../../model/time.ts'
import { explainFinding } from '../explain/explain-finding.ts'
import type { FoldedFinding } from '../fold/folded-case.ts'
import { explanationSentences, plainText } from './explanation-sentences.ts'
import type { ReportInput } from './report-input.ts'
import type { CaseEntry, EvidenceEntry, ExplanationEntry, FindingEntry, StatsEntry } from './schema.ts'

/** Makes the entries of report.json one at a time, so that a report of any length needs the memory of one entry. */
export class ReportEntries {
  readonly #input: ReportInput
  readonly #paths: ReadonlyMap<string, string>
  readonly #cases = new Map<string, string>()

  constructor(input: ReportInput) {
    this.#input = input
    this.#paths = evidencePaths(input.evidence)
    for (const each of input.triaged.cases) {
      for (const finding of each.findings) this.#cases.set(finding, each.id)
    }
  }

  evidence({ paths, sha256, bytes, format, encoding, dataset, events, errors }: EvidenceSummary): EvidenceEntry {
    return {
      paths: [...paths],
      sha256: sha256 === '' ? null : sha256,
      bytes,
      format,
      encoding,
      dataset,
      events,
      errors: errors.map(({ offset, reason }) => ({ offset, reason })),
    }
  }

  finding(folded: FoldedFinding): FindingEntry {
    return findingEntry(folded, this.#cases.get(folded.finding.id) ?? '', this.#paths, this.#input.templates)
  }

  case(each: Case): CaseEntry {
    return caseEntry(each, this.#input.templates)
  }

  stats(): StatsEntry {
    const { events, matches, seconds, triaged, datasets } = this.#input
    return {
      events: events.count,
      findings: triaged.findings.length,
      cases: triaged.cases.length,
      seconds,
      datasets: { ...datasets },
      digest: { events: { ...events }, matches: { ...matches } },
    }
  }
}

/** A finding as report.json tells it. @param paths of its evidence, by hash */
export function findingEntry(folded: FoldedFinding, caseId: string, paths: ReadonlyMap<string, string>, templates: FactTemplates): FindingEntry {
  const { id, detector, rule, subject, first, last, count, events, entities } = folded.finding
  return {
    id,
    time: formatTime(first),
    lastTime: formatTime(last),
    detector,
    rule: { id: rule.id, title: rule.title, level: rule.level, status: rule.status },
    subject: { type: subject.type, value: subject.value },
    severity: rule.level,
    techniques: [...rule.techniques],
    tactics: [...rule.tactics],
    entities: entities.map(({ type, value }) => ({ type, value })),
    events: events.map(event => ({ path: paths.get(event.evidence) ?? event.evidence, record: event.record, id: event.id, time: formatTime(event.time) })),
    count,
    case: caseId,
    reason: explanationEntry(explainFinding(folded), templates),
  }
}

/** A case as report.json tells it. */
export function caseEntry(each: Case, templates: FactTemplates): CaseEntry {
  return {
    id: each.id,
    title: { ...each.title },
    priority: each.priority,
    score: each.score.map(fact => ({ ...plainFact(fact), text: inBoth(fact, templates) })),
    severity: each.severity,
    firstSeen: formatTime(each.firstSeen),
    lastSeen: formatTime(each.lastSeen),
    tactics: [...each.tactics],
    entities: each.entities.map(({ type, value }) => ({ type, value })),
    findings: [...each.findings],
    explanation: explanationEntry(each.explanation, templates),
  }
}

function explanationEntry(explanation: Explanation, templates: FactTemplates): ExplanationEntry {
  const { what, why, change, confidence, next } = explanation
  return {
    what: plainFact(what),
    why: plainReason(why),
    change: plainFact(change),
    confidence: plainFact(confidence),
    next: plainFact(next),
    text: { en: explanationText(explanation, templates, 'en'), ja: explanationText(explanation, templates, 'ja') },
  }
}

function explanationText(explanation: Explanation, templates: FactTemplates, language: Language): ExplanationEntry['text']['en'] {
  const sentences = explanationSentences(explanation, templates, language)
  return {
    what: plainText(sentences.what),
    for: sentences.for.map(plainText),
    against: sentences.against.map(plainText),
    change: plainText(sentences.change),
    confidence: plainText(sentences.confidence),
    next: plainText(sentences.next),
  }
}

/** Evidence hash → the path it is shown under: the first of its paths. */
export function evidencePaths(evidence: readonly EvidenceSummary[]): ReadonlyMap<string, string> {
  return new Map(evidence.map(({ sha256, paths }) => [sha256, paths[0] ?? sha256]))
}

function plainFact({ fact, numbers, terms, eventIds, query, asOf }: Fact): ExplanationEntry['what'] {
  return { fact, numbers: { ...numbers }, terms: { ...terms }, eventIds: [...eventIds], query, asOf }
}

function plainReason(reason: Reason): ExplanationEntry['why'] {
  if ('and' in reason) return { and: reason.and.map(plainReason) }
  if ('or' in reason) return { or: reason.or.map(plainReason) }
  if ('although' in reason) return { although: reason.although.map(plainReason) }
  return plainFact(reason)
}

function inBoth(fact: Fact, templates: FactTemplates): { en: string; ja: string } {
  return { en: renderFact(fact, templates, 'en'), ja: renderFact(fact, templates, 'ja') }
}
