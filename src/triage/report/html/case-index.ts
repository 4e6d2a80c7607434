import type { Case } from '../../../model/case.ts'
import type { Language } from '../../../model/reason.ts'
import { severityName } from '../../../model/render-fact.ts'
import { LABELS } from '../labels.ts'
import type { Html } from './html.ts'
import { html } from './html.ts'
import { spanText } from '../span-text.ts'

/** One line a case, each leading to its card. */
export function caseIndex(cases: readonly Case[], language: Language): Html {
  const labels = LABELS[language]
  const rows = cases.map(each => html`<tr><td class="value number ${each.severity}">${each.priority}</td><td><span class="badge ${each.severity}">${
    severityName(each.severity, language)}</span></td><td><a href="#${each.id}">${each.title[language]}</a></td><td class="nowrap muted">${
    spanText(each.firstSeen, each.lastSeen, labels.noTime)}</td><td class="number">${each.findings.length}</td></tr>`)
  return html`<div class="card scroll"><table class="index"><thead><tr><th class="number">${labels.priority}</th><th>${labels.severity}</th><th>${
    labels.what}</th><th>${labels.when}</th><th class="number">${labels.findings}</th></tr></thead><tbody>${rows}</tbody></table></div>`
}
