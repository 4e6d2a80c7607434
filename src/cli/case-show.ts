import { openHouse } from '../capabilities.ts'
import type { Language } from '../model/reason.ts'
import { severityName } from '../model/render-fact.ts'
import { evidencePaths } from '../pipeline/cases/evidence-paths.ts'
import { readCase } from '../pipeline/cases/read-case.ts'
import { eventScope } from '../pipeline/ingest/store-status.ts'
import { NoroshiError } from '../platform/noroshi-error.ts'
import type { Whose } from '../register/who/whose.ts'
import { whoseAddresses } from '../register/who/whose.ts'
import { findCaseId } from '../store/cases/find-case-id.ts'
import { findingsOfCase } from '../store/cases/read-findings.ts'
import { decisionsOf } from '../store/decisions/decision-history.ts'
import { caseEntry, findingEntry, verdictRules } from '../triage/index.ts'
import type { ShownCase } from './case-schema.ts'
import { decisionLine, decisionView } from './case-views.ts'
import { CASE_WORDS } from './case-words.ts'
import { printable } from './evidence.ts'
import type { CommonOptions } from './settings.ts'
import { houseOptionsOf, readSettings } from './settings.ts'
import { terminal } from './terminal.ts'
import { WHO_WORDS } from './who-lines.ts'
import { withStore } from './with-ingest-store.ts'
import { writeLines } from './write-lines.ts'

export interface CaseOptions extends CommonOptions {
  readonly json?: boolean
  readonly lang: Language
}

/** Findings that are shown with a case; a hunt finds the rest. */
const SHOWN_FINDINGS = 100

/** `noroshi case show`: the case with its reasons, findings and what people entered. */
export async function caseShow(named: string, { json, lang, ...options }: CaseOptions): Promise<number> {
  const settings = readSettings(options)
  const { facts } = openHouse({ ...houseOptionsOf(settings, []), ruleDirectories: [] })
  return withStore(options, settings, async store => {
    const { ledger } = store
    const id = await findCaseId(ledger, named)
    const read = await readCase(ledger, id, verdictRules)
    if (read === undefined) throw new NoroshiError('no-such-case', `there is no case ${id}, and nothing holds what it began with`)
    const findings = await findingsOfCase(ledger.pool, ledger.organisation, read.case.id, 0, SHOWN_FINDINGS)
    const paths = await evidencePaths(ledger, findings.flatMap(({ finding }) => finding.events.map(({ evidence }) => evidence)))
    const decisions = await decisionsOf(ledger, read.case.id)
    const reader = { client: store.clickhouse.client, scope: await eventScope(store), ledger }
    const whose = read.case.firstSeen === null ? [] : await whoseAddresses(reader, read.case.entities, read.case.firstSeen)
    const { status, owner, verdict, notes, derivedPriority } = read.row
    const shown: ShownCase = {
      case: caseEntry(read.case, facts), status, owner, verdict, notes, derivedPriority,
      findings: findings.map(each => findingEntry(each, read.case.id, paths, facts)), decisions: decisions.map(decisionView), whose,
    }
    await writeLines(terminal().stdout, json === true ? [`${JSON.stringify(shown)}\n`] : [
      ...(read.case.id === id ? [] : [`${CASE_WORDS[lang].movedTo(read.case.id)}\n`]),
      ...caseText(shown, read.case.findings.length, lang), `${CASE_WORDS[lang].decisionsTitle}\n`,
      ...(decisions.length === 0 ? [`  ${CASE_WORDS[lang].noDecisions}\n`] : decisions.map(each => `  ${decisionLine(each, lang)}`)),
    ])
    return 0
  })
}

function caseText({ case: each, status, owner, verdict, derivedPriority, findings, whose }: ShownCase, total: number, language: Language): string[] {
  const words = CASE_WORDS[language]
  const said = each.explanation.text[language]
  const list = (title: string, sentences: readonly string[]) => sentences.length === 0 ? [] : [title, ...sentences.map(sentence => `  - ${printable(sentence)}`)]
  const without = each.priority === derivedPriority ? '' : ` (${words.without}: ${derivedPriority})`
  const entered = [words.status[status], owner === null ? null : printable(owner), verdict === null ? null : words.verdict[verdict]].filter(text => text !== null)
  return [
    `${printable(each.title[language])}`,
    `${each.id}`,
    `${words.priority} ${each.priority}${without}, ${severityName(each.severity, language)}; ${entered.join(', ')}`,
    ...each.score.map(({ text }) => `  ${printable(text[language])}`),
    '',
    printable(said.what),
    ...list(words.why, said.for),
    ...list(words.against, said.against),
    ...list(words.change, [said.change]),
    ...list(words.confidence, [said.confidence]),
    ...list(words.next, [said.next]),
    '',
    ...(whose.length === 0 ? [] : [words.whoseTitle, ...whose.map(holder => `  ${whoseText(holder, language)}`), '']),
    words.findingsTitle,
    ...findings.map(({ id, time, severity, rule, subject, count }) =>
      `  ${id}  ${time ?? '-'}  ${severityName(severity, language)}  ${printable(rule.title)}  ${subject.type}:${printable(subject.value)}  ×${count}`),
    ...(total > findings.length ? [`  ${words.moreFindings(total - findings.length)}`] : []),
    '',
  ].map(line => `${line}\n`)
}

/** `192.0.2.7: eve, Note 7, Room 301; answers for it: Eve`. */
function whoseText({ address, user, mac, host, device, place, organisation, owner, criticality, confidence }: Whose, language: Language): string {
  const words = WHO_WORDS[language]
  const known = [user, device?.name ?? host ?? mac, place, organisation?.name, criticality === null ? null : `${words.fields.criticality} ${criticality}`]
  const parts = [known.filter(each => each !== null && each !== undefined).join(', '), owner === null ? '' : `${words.fields.owner}: ${owner.name}`, confidence === null ? '' : `${words.confidenceTitle} ${words.confidence[confidence]}`]
  return printable(`${address}: ${parts.filter(each => each !== '').join('; ')}`)
}
