import { tacticTitle } from '../../../model/attack-tactics.ts'
import type { Case } from '../../../model/case.ts'
import { entityKey } from '../../../model/entities.ts'
import type { Language } from '../../../model/reason.ts'
import { entityTypeName, severityName } from '../../../model/render-fact.ts'
import type { FoldedFinding } from '../../fold/folded-case.ts'
import { LABELS } from '../labels.ts'
import { evidencePaths } from '../report-entries.ts'
import type { ReportInput } from '../report-input.ts'
import { explanationSentences } from '../explanation-sentences.ts'
import { eventTable } from './event-table.ts'
import { explanationParts } from './explanation-parts.ts'
import { findingTable } from './finding-table.ts'
import type { Html } from './html.ts'
import { html } from './html.ts'
import { scoreBars } from './score-bars.ts'
import { spanText } from '../span-text.ts'

/** Draws cases as cards that fold without script. */
export class CaseCards {
  readonly #input: ReportInput
  readonly #language: Language
  readonly #findings: ReadonlyMap<string, FoldedFinding>
  readonly #paths: ReadonlyMap<string, string>

  constructor(input: ReportInput, language: Language) {
    this.#input = input
    this.#language = language
    this.#findings = new Map(input.triaged.findings.map(each => [each.finding.id, each]))
    this.#paths = evidencePaths(input.evidence)
  }

  card(each: Case, open: boolean): Html {
    const labels = LABELS[this.#language]
    const findings = each.findings.map(id => this.#findings.get(id)).filter(found => found !== undefined)
    const sentences = explanationSentences(each.explanation, this.#input.templates, this.#language)
    return html`<details class="case" id="${each.id}"${open ? html` open` : null}>
<summary>${gauge(each, labels.priority)}<div><h3>${each.title[this.#language]}</h3>${this.#meta(each, findings)}</div></summary>
<div class="body"><div class="two"><div class="parts">${explanationParts(sentences, this.#language)}</div>
<div class="side"><div><h4>${labels.score}</h4>${scoreBars(each, this.#language)}</div>
${this.#entities(each)}
<div><h4>${labels.caseId}</h4><span class="hash">${each.id}</span></div></div></div>
${findingTable(findings, this.#input.templates, this.#language)}
${eventTable(findings, this.#paths, this.#language)}
</div></details>
`
  }

  #meta(each: Case, findings: readonly FoldedFinding[]): Html {
    const labels = LABELS[this.#language]
    const subjects = new Set(findings.map(({ finding }) => entityKey(finding.subject))).size
    const path = each.tactics.map(tactic => html`<li><span>${tacticTitle(tactic, this.#language)}</span></li>`)
    return html`<div class="meta"><span class="badge ${each.severity}">${severityName(each.severity, this.#language)}</span>
<span>${spanText(each.firstSeen, each.lastSeen, labels.noTime)}</span>
<span>${labels.findings} ${findings.length}</span><span>${labels.hosts} ${subjects}</span></div>
${path.length === 0 ? null : html`<ol class="path meta" aria-label="${labels.tactics}">${path}</ol>`}`
  }

  #entities(each: Case): Html | null {
    if (each.entities.length === 0) return null
    const rows = each.entities.map(({ type, value }) =>
      html`<li><span class="type">${entityTypeName(type, this.#language)}</span><code>${value}</code></li>`)
    return html`<div><h4>${LABELS[this.#language].where}</h4><ul class="entities">${rows}</ul></div>`
  }
}

/** Length of the arc: the circumference of a circle of radius 26. */
const AROUND = 2 * Math.PI * 26

function gauge({ priority, severity }: Case, label: string): Html {
  const dashes = `${(AROUND * priority / 100).toFixed(1)} ${AROUND.toFixed(1)}`
  return html`<svg class="gauge ${severity}" viewBox="0 0 58 58" role="img" aria-label="${label} ${priority}">
<circle class="track" cx="29" cy="29" r="26"/>
<circle class="arc" cx="29" cy="29" r="26" transform="rotate(-90 29 29)" stroke-dasharray="${dashes}"/>
<text x="29" y="36" text-anchor="middle">${priority}</text></svg>`
}
