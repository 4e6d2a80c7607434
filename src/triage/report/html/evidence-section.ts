import type { EvidenceSummary } from '../../../model/evidence-summary.ts'
import type { Language } from '../../../model/reason.ts'
import { OPEN_EVIDENCE, SHOWN_ERRORS, SHOWN_EVIDENCE, SHOWN_PATHS } from '../../defaults.ts'
import { evidenceByPath } from '../build-report.ts'
import { LABELS } from '../labels.ts'
import { sizeText } from '../size-text.ts'
import type { Html } from './html.ts'
import { html } from './html.ts'
import type { Column } from './table.ts'
import { table } from './table.ts'

/** What was read, and what could not be: of a large intake the latter stays in sight, the whole list folds. */
export function evidenceSection(evidence: readonly EvidenceSummary[], language: Language): Html {
  const labels = LABELS[language]
  const ordered = evidenceByPath(evidence)
  const damaged = ordered.filter(each => each.errors.length > 0)
  const note = damaged.length === 0 ? html`<p class="note">${labels.noErrors}</p>` : null
  const whole = evidenceTable(ordered, language)
  const body = ordered.length <= OPEN_EVIDENCE ? whole : html`${damaged.length === 0 ? null : evidenceTable(damaged, language)}
<details class="part"><summary>${labels.evidence} (${ordered.length})</summary>${whole}</details>`
  return html`<section id="evidence"><h2>${labels.evidence}</h2><div class="card">${body}${note}</div></section>`
}

function evidenceTable(evidence: readonly EvidenceSummary[], language: Language): Html {
  const labels = LABELS[language]
  const number = new Intl.NumberFormat(language)
  const columns: readonly Column[] = [
    { title: labels.path, kind: 'wide' }, { title: labels.format }, { title: labels.dataset }, { title: labels.size, kind: 'number' },
    { title: labels.events, kind: 'number' }, { title: labels.errors, kind: 'number' },
  ]
  const rows = evidence.slice(0, SHOWN_EVIDENCE).map(each => [
    [paths(each, labels.moreRows), hashLine(each, labels.unreadable), errors(each, language)],
    each.format ?? labels.notRecognised,
    each.dataset ?? '–',
    sizeText(each.bytes),
    number.format(each.events),
    each.errors.length === 0 ? 0 : html`<b class="high">${number.format(each.errors.length)}</b>`,
  ])
  const more = evidence.length - SHOWN_EVIDENCE
  return html`${table(columns, rows)}${more > 0 ? html`<p class="note">${labels.moreRows(number.format(more))}</p>` : null}`
}

function paths({ paths: all }: EvidenceSummary, moreRows: (count: string) => string): Html {
  const more = all.length - SHOWN_PATHS
  const shown = all.slice(0, SHOWN_PATHS).map(path => html`<div>${path}</div>`)
  return html`${shown}${more > 0 ? html`<div>${moreRows(String(more))}</div>` : null}`
}

function hashLine({ sha256 }: EvidenceSummary, unreadable: string): Html {
  return html`<span class="hash">${sha256 === '' ? unreadable : `SHA-256 ${sha256}`}</span>`
}

function errors({ errors: all }: EvidenceSummary, language: Language): Html | null {
  const labels = LABELS[language]
  if (all.length === 0) return null
  const shown = all.slice(0, SHOWN_ERRORS).map(({ offset, reason }) => html`<li>${labels.offset} ${offset}: ${reason}</li>`)
  const more = all.length - SHOWN_ERRORS
  return html`<ul aria-label="${labels.errorList}">${shown}${more > 0 ? html`<li>${labels.moreRows(String(more))}</li>` : null}</ul>`
}
