import type { Language } from '../../../model/reason.ts'
import { SHOWN_ERRORS } from '../../defaults.ts'
import { evidenceByPath } from '../build-report.ts'
import { LABELS } from '../labels.ts'
import type { ReportEvidence } from '../report-input.ts'
import { sizeText } from '../size-text.ts'
import type { Html } from './html.ts'
import { html } from './html.ts'

/** What was read, and what could not be. */
export function evidenceSection(evidence: readonly ReportEvidence[], language: Language): Html {
  const labels = LABELS[language]
  const number = new Intl.NumberFormat(language)
  const rows = evidenceByPath(evidence).map(each => html`<tr><td>${each.paths.map(path => html`<div>${path}</div>`)}<span class="hash">${
    each.sha256 === '' ? labels.unreadable : `SHA-256 ${each.sha256}`}</span>${errors(each, language)}</td><td>${each.format ?? labels.notRecognised}</td><td>${
    each.dataset ?? '–'}</td><td class="number">${sizeText(each.bytes)}</td><td class="number">${number.format(each.events)}</td><td class="number">${
    each.errors.length === 0 ? '0' : html`<b class="high">${number.format(each.errors.length)}</b>`}</td></tr>`)
  const clean = evidence.every(each => each.errors.length === 0)
  return html`<section id="evidence"><h2>${labels.evidence}</h2><div class="card scroll"><table><thead><tr><th>${labels.path}</th><th>${labels.format}</th><th>${
    labels.dataset}</th><th class="number">${labels.size}</th><th class="number">${labels.events}</th><th class="number">${labels.errors}</th></tr></thead><tbody>${
    rows}</tbody></table>${clean ? html`<p class="note">${labels.noErrors}</p>` : null}</div></section>`
}

function errors({ errors: all }: ReportEvidence, language: Language): Html | null {
  const labels = LABELS[language]
  if (all.length === 0) return null
  const shown = all.slice(0, SHOWN_ERRORS).map(({ offset, reason }) => html`<li>${labels.offset} ${offset}: ${reason}</li>`)
  const more = all.length - SHOWN_ERRORS
  return html`<ul aria-label="${labels.errorList}">${shown}${more > 0 ? html`<li>${labels.moreRows(String(more))}</li>` : null}</ul>`
}
