import type { Language } from '../model/reason.ts'
import { severityName } from '../model/render-fact.ts'
import { formatTime } from '../model/time.ts'
import type { CaseRow } from '../store/cases/list-cases.ts'
import type { StoredDecision } from '../store/decisions/decision.ts'
import type { DecisionView, ListedCase } from './case-schema.ts'
import { CASE_WORDS } from './case-words.ts'
import { printable } from './evidence.ts'

export function listedCase({ tactics, entities, firstSeen, lastSeen, ...row }: CaseRow): ListedCase {
  return { ...row, firstSeen: formatTime(firstSeen), lastSeen: formatTime(lastSeen), tactics: [...tactics], entities: entities.map(({ type, value }) => ({ type, value })) }
}

export function decisionView({ at, ...decision }: StoredDecision): DecisionView {
  return { ...decision, at: formatTime(at) }
}

/** One line of the queue: what is pressing, what it is, and who does what about it. */
export function caseLine({ id, priority, severity, title, findings, status, owner, verdict, notes }: CaseRow, language: Language): string {
  const words = CASE_WORDS[language]
  const entered = [
    words.status[status],
    ...(owner === null ? [] : [printable(owner)]),
    ...(verdict === null ? [] : [words.verdict[verdict]]),
    ...(notes === 0 ? [] : [words.notes(notes)]),
  ]
  return `${String(priority).padStart(3)}  ${severityName(severity, language)}  ${id}  ${printable(title[language])}  (${words.findings(findings)}; ${entered.join(', ')})\n`
}

export function decisionLine(decision: StoredDecision, language: Language): string {
  const { id, kind, person, at, withdrawnBy, otherCase } = decision
  const words = CASE_WORDS[language]
  const other = otherCase === null ? '' : ` → ${otherCase}`
  const taken = withdrawnBy === null ? '' : `  ${words.withdrawn(withdrawnBy)}`
  return `${id}  ${formatTime(at)}  ${printable(person)}  ${words.kind[kind]}: ${valueText(decision, language)}${other}${taken}\n`
}

function valueText({ kind, value }: StoredDecision, language: Language): string {
  const words = CASE_WORDS[language]
  if (kind === 'verdict') return words.verdict[value] ?? value
  if (kind === 'status') return words.status[value] ?? value
  if (kind === 'owner' && value === '') return words.nobody
  return printable(value)
}
