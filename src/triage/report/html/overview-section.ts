import { tacticTitle } from '../../../model/attack-tactics.ts'
import type { Language } from '../../../model/reason.ts'
import { entityTypeName, severityName } from '../../../model/render-fact.ts'
import type { Severity } from '../../../model/severity.ts'
import { SEVERITIES } from '../../../model/severity.ts'
import { HOUR_US } from '../../../model/time.ts'
import { LABELS } from '../labels.ts'
import type { Overview } from '../overview.ts'
import type { ReportInput } from '../report-input.ts'
import type { Html } from './html.ts'
import { html } from './html.ts'
import { bar } from './bar.ts'
import { timelineChart } from './timeline-chart.ts'

const FALLING = SEVERITIES.toReversed()

/** Totals, cases by severity, findings over time, tactics, and what is named most. */
export function overviewSection(input: ReportInput, overview: Overview, language: Language): Html {
  const labels = LABELS[language]
  const number = new Intl.NumberFormat(language)
  const tile = (value: number, label: string): Html => html`<div class="tile"><b>${number.format(value)}</b><span>${label}</span></div>`
  const { cases, findings } = input.triaged
  return html`<section aria-label="${labels.overview}"><div class="tiles">
${tile(cases.length, labels.cases)}${tile(findings.length, labels.findings)}
${tile(input.events.count, labels.events)}${tile(input.evidence.length, labels.evidence)}</div>
${cases.length === 0 ? null : [lead(input, language), strip(overview.casesBySeverity, language), timeline(input, overview, language)]}
${cases.length === 0 ? null : columns(overview, language)}
</section>
`
}

function columns({ tactics, entities }: Overview, language: Language): Html {
  const labels = LABELS[language]
  const byTactic = tactics.map(({ tactic, findings }) => ({ name: html`${tacticTitle(tactic, language)}`, value: findings }))
  const byEntity = entities.map(({ entity: { type, value }, findings }) => ({
    name: html`<span class="type">${entityTypeName(type, language)}</span><code title="${value}">${value}</code>`,
    value: findings,
  }))
  return html`<div class="columns"><div class="card"><h3>${labels.tactics}</h3>${bars(byTactic, labels.none)}</div>
<div class="card"><h3>${labels.entities}</h3>${bars(byEntity, labels.none)}</div></div>`
}

/** The one sentence for those who read no further. */
function lead({ triaged: { cases } }: ReportInput, language: Language): Html {
  const labels = LABELS[language]
  const [first] = cases
  const urgent = cases.filter(({ severity }) => severity === 'critical' || severity === 'high').length
  return html`<div class="card lead"><p>${labels.urgent(urgent, cases.length)}</p>${first === undefined ? null
    : html`<p>${labels.mostUrgent} <a href="#${first.id}">${first.title[language]}</a> (${labels.priority} ${first.priority})</p>`}</div>`
}

function strip(counts: Readonly<Record<Severity, number>>, language: Language): Html {
  const labels = LABELS[language]
  const total = SEVERITIES.reduce((sum, severity) => sum + counts[severity], 0)
  let x = 0
  const pieces = FALLING.map(severity => {
    const width = 1000 * counts[severity] / total
    const piece = html`<rect class="fill-${severity}" x="${x.toFixed(1)}" y="0" width="${Math.max(0, width - 2).toFixed(1)}" height="14"/>`
    x += width
    return width === 0 ? null : piece
  })
  const legend = FALLING.map(severity => html`<li>
<svg class="dot" viewBox="0 0 10 10" aria-hidden="true"><circle class="fill-${severity}" cx="5" cy="5" r="5"/></svg>${
    severityName(severity, language)} <b>${counts[severity]}</b></li>`)
  return html`<div class="card strip"><svg viewBox="0 0 1000 14" preserveAspectRatio="none" role="img" aria-label="${labels.bySeverity}">${
    pieces}</svg><ul class="legend">${legend}</ul></div>`
}

function timeline({ triaged }: ReportInput, overview: Overview, language: Language): Html | null {
  const labels = LABELS[language]
  if (overview.timeline === null) return null
  const { barUs } = overview.timeline
  const per = labels.findingsPer(barUs / HOUR_US)
  const undated = triaged.findings.some(({ finding }) => finding.first === null) ? ` ${labels.undatedLeftOut}` : ''
  return html`<figure class="card timeline panel"><h3>${labels.timeline}</h3>${
    timelineChart(overview.timeline, labels.timeline)}<figcaption>${per}${undated}</figcaption></figure>`
}

function bars(rows: readonly { readonly name: Html; readonly value: number }[], none: string): Html {
  if (rows.length === 0) return html`<p class="muted">${none}</p>`
  const most = rows.reduce((max, { value }) => Math.max(max, value), 1)
  const cells = rows.map(({ name, value }) =>
    html`<span class="name">${name}</span>${bar(value / most, 'accent')}<span class="number">${value}</span>`)
  return html`<div class="bars">${cells}</div>`
}
