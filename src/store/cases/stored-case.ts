import { hash } from 'node:crypto'
import type { Case } from '../../model/case.ts'
import { entityKey } from '../../model/entities.ts'
import { matchId } from '../../model/ids.ts'
import type { WeighedFinding } from '../../model/verdict.ts'
import { LISTED_ENTITIES, SEARCHED_LENGTH } from './defaults.ts'

/** A case as the fold hands it over. */
export interface StoredCase {
  /** With people's verdicts. */
  readonly shown: Case
  /** Without them; the same value where none bears on it. */
  readonly derived: Case
  /** In fold order; at least one. */
  readonly findings: readonly WeighedFinding[]
}

/** The first match of a case, on which is stored what people enter about it. */
export interface Anchor {
  readonly match: string
  readonly event: string
  readonly evidence: string
  readonly finding: string
}

/** The match of a finding's first event. */
export function anchorOf({ finding: { id, detector, rule, events } }: WeighedFinding): Anchor {
  const first = events[0]!
  return { match: matchId(detector, rule.id, first.id), event: first.id, evidence: first.evidence, finding: id }
}

/** The columns of a case, in the words of the table `cases`. */
export function caseColumns({ shown, derived, findings }: StoredCase) {
  const strongest = findings.find(({ finding }) => finding.id === shown.strongest) ?? findings[0]!
  const rule = `${strongest.finding.detector}\0${strongest.finding.rule.id}`
  const body = JSON.stringify(shown)
  const derivedBody = derived === shown ? null : JSON.stringify(derived)
  const weights = findings.map(({ finding, before }) => [finding.id, before.findings, before.ruleFindings])
  return {
    id: shown.id,
    priority: shown.priority,
    derivedPriority: derived.priority,
    severity: shown.severity,
    firstSeen: shown.firstSeen,
    lastSeen: shown.lastSeen,
    findings: shown.findings.length,
    summary: JSON.stringify({ title: shown.title, tactics: shown.tactics, entities: shown.entities.slice(0, LISTED_ENTITIES) }),
    search: searchText([shown.title.en, shown.title.ja, ...shown.entities.map(entityKey)].join('\n')),
    ruleKey: keyOf(rule),
    subjectKey: keyOf(`${rule}\0${entityKey(strongest.finding.subject)}`),
    hash: keyOf(`${body}\0${derivedBody ?? ''}\0${JSON.stringify(weights)}\0${anchorOf(findings[0]!).match}`),
    body,
    derived: derivedBody,
  }
}

/** Text as the queue is searched by: in lower case, and what the database takes for text. */
export function searchText(text: string): string {
  return text.slice(0, SEARCHED_LENGTH).toLowerCase().replaceAll('\0', ' ').toWellFormed()
}

function keyOf(text: string): string {
  return hash('sha256', text, 'hex').slice(0, 32)
}
