import { tacticTitle } from '../../model/attack-tactics.ts'
import type { Case } from '../../model/case.ts'
import type { Language } from '../../model/reason.ts'
import { entityTypeName, severityName } from '../../model/render-fact.ts'
import { formatTime } from '../../model/time.ts'
import { SHOWN_CASES, SHOWN_ERRORS, SHOWN_EVIDENCE, SHOWN_FINDINGS, SHOWN_PATHS } from '../defaults.ts'
import type { FoldedFinding } from '../fold/folded-case.ts'
import { evidenceByPath } from './build-report.ts'
import type { Sentence } from './explanation-sentences.ts'
import { explanationSentences } from './explanation-sentences.ts'
import { firstEvents } from './first-events.ts'
import { spanText, secondText } from './span-text.ts'
import { LABELS } from './labels.ts'
import { markdownCode, markdownText } from './markdown-text.ts'
import { evidencePaths } from './report-entries.ts'
import type { ReportInput } from './report-input.ts'
import { sizeText } from './size-text.ts'

/** report.md in pieces (GitHub-flavoured): for tickets and mails. Shows the first cases, like report.html. */
export function* reportMarkdown(input: ReportInput, language: Language): Generator<string> {
  const labels = LABELS[language]
  const { cases, findings } = input.triaged
  const byId = new Map(findings.map(each => [each.finding.id, each]))
  const paths = evidencePaths(input.evidence)

  yield `# ${labels.title}\n\n${labels.subtitle}\n\n`
  yield table([labels.cases, labels.findings, labels.events, labels.evidence], [
    [cases.length, findings.length, input.events.count, input.evidence.length].map(String),
  ])
  yield `\n## ${labels.casesInOrder}\n\n`
  if (cases.length === 0) yield `${labels.nothingFound}\n`
  else yield indexTable(cases.slice(0, SHOWN_CASES), language)
  if (cases.length > SHOWN_CASES) yield `\n${labels.shownOf(String(SHOWN_CASES), String(cases.length))}\n`
  for (const each of cases.slice(0, SHOWN_CASES)) {
    const members = each.findings.map(id => byId.get(id)).filter(found => found !== undefined)
    yield caseSection(each, members, input, paths, language)
  }
  yield evidenceSection(input, language)
  yield verifySection(input, language)
}

function indexTable(cases: readonly Case[], language: Language): string {
  const labels = LABELS[language]
  return table([labels.priority, labels.severity, labels.what, labels.when, labels.findings], cases.map(each => [
    String(each.priority),
    severityName(each.severity, language),
    markdownText(each.title[language]),
    spanText(each.firstSeen, each.lastSeen, labels.noTime),
    String(each.findings.length),
  ]))
}

function caseSection(
  each: Case,
  findings: readonly FoldedFinding[],
  input: ReportInput,
  paths: ReadonlyMap<string, string>,
  language: Language,
): string {
  const labels = LABELS[language]
  const sentences = explanationSentences(each.explanation, input.templates, language)
  const score = each.score.map(({ fact, numbers }) => `${labels.scoreTerms[fact] ?? fact} ${numbers['points'] ?? 0}`).join(' + ')
  const listed = (all: readonly Sentence[], sign: string): string =>
    all.map(sentence => `- **${sign}** ${sentenceText(sentence)}${queryLine(sentence, labels.query)}\n`).join('')
  const against = sentences.against.length === 0 ? `- ${labels.nothingAgainst}\n` : listed(sentences.against, '−')
  const more = findings.length - SHOWN_FINDINGS
  return [
    `\n### ${each.priority} · ${severityName(each.severity, language)} · ${markdownText(each.title[language])}\n`,
    [
      `- ${labels.when}: ${spanText(each.firstSeen, each.lastSeen, labels.noTime)}`,
      `- ${labels.where}: ${each.entities.map(({ type, value }) => `${entityTypeName(type, language)} ${markdownCode(value)}`).join(', ')}`,
      `- ${labels.tactics}: ${each.tactics.map(tactic => markdownText(tacticTitle(tactic, language))).join(' → ') || labels.none}`,
      `- ${labels.score}: ${score} = ${each.priority}`,
      `- ${labels.caseId}: \`${each.id}\`\n`,
    ].join('\n'),
    `**${labels.what}:** ${sentenceText(sentences.what)}${queryLine(sentences.what, labels.query)}\n`,
    `**${labels.why}:**\n\n${listed(sentences.for, '+')}${against}`,
    `**${labels.change}:** ${sentenceText(sentences.change)}\n`,
    `**${labels.confidence}:** ${sentenceText(sentences.confidence)}\n`,
    `**${labels.next}:** ${sentenceText(sentences.next)}\n`,
    findingTable(findings, language) + (more > 0 ? `\n${labels.moreRows(String(more))}\n` : ''),
    table([labels.firstEvents, `${labels.path}#${labels.record}`, labels.eventId], firstEvents(findings).map(({ event }) => [
      formatTime(event.time) ?? labels.noTime,
      markdownCode(`${paths.get(event.evidence) ?? event.evidence}#${event.record}`),
      `\`${event.id}\``,
    ])),
  ].join('\n')
}

function findingTable(findings: readonly FoldedFinding[], language: Language): string {
  const labels = LABELS[language]
  const head = [labels.time, labels.severity, labels.rule, labels.subject, labels.count, labels.techniques]
  return table(head, findings.slice(0, SHOWN_FINDINGS).map(({ finding: { first, rule, subject, count } }) => [
    first === null ? labels.noTime : secondText(first),
    severityName(rule.level, language),
    markdownText(rule.title),
    markdownCode(subject.value),
    String(count),
    markdownText(rule.techniques.join(', ')),
  ]))
}

function evidenceSection({ evidence }: ReportInput, language: Language): string {
  const labels = LABELS[language]
  const rows = evidenceByPath(evidence).slice(0, SHOWN_EVIDENCE)
  const more = evidence.length - rows.length
  const errors = rows.flatMap(({ paths, errors: all }) => all.slice(0, SHOWN_ERRORS).map(({ offset, reason }) =>
    `- ${markdownCode(paths[0] ?? '')} ${labels.offset} ${offset}: ${markdownText(reason)}\n`))
  const head = [labels.path, 'SHA-256', labels.format, labels.dataset, labels.size, labels.events, labels.errors]
  const list = table(head, rows.map(each => [
    each.paths.slice(0, SHOWN_PATHS).map(markdownCode).join(', ') + (each.paths.length > SHOWN_PATHS ? ' …' : ''),
    each.sha256 === '' ? labels.unreadable : `\`${each.sha256}\``,
    markdownText(each.format ?? labels.notRecognised),
    markdownText(each.dataset ?? '–'),
    sizeText(each.bytes),
    String(each.events),
    String(each.errors.length),
  ]))
  const rest = more > 0 ? `\n${labels.moreRows(String(more))}\n` : ''
  return `\n## ${labels.evidence}\n\n${list}${rest}${errors.length === 0 ? '' : `\n**${labels.errorList}**\n\n${errors.join('')}`}`
}

function verifySection({ events, matches, version, seconds }: ReportInput, language: Language): string {
  const labels = LABELS[language]
  return `\n## ${labels.verify}\n\n${labels.verifyText}\n\n${table(['', labels.ids, labels.sum], [
    [labels.events, String(events.count), `\`${events.sum}\``],
    [labels.matches, String(matches.count), `\`${matches.sum}\``],
  ])}\n${labels.madeBy(version, seconds.toFixed(1))} ${labels.handling}\n`
}

function sentenceText({ parts }: Sentence): string {
  return parts.map(({ kind, text }) => (kind === 'words' ? text : markdownCode(text))).join('')
}

function queryLine({ fact }: Sentence, label: string): string {
  return fact.query === '' ? '' : `  \n  ${label}: ${markdownCode(fact.query)}`
}

/** Cells must already be Markdown. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`
  return `${line(head)}${line(head.map(() => '---'))}${rows.map(line).join('')}`
}
