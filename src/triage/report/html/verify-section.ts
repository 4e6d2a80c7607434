import type { Language } from '../../../model/reason.ts'
import { LABELS } from '../labels.ts'
import type { ReportInput } from '../report-input.ts'
import type { Html } from './html.ts'
import { html } from './html.ts'

/** What another run must reproduce. */
export function verifySection({ events, matches }: ReportInput, language: Language): Html {
  const labels = LABELS[language]
  const number = new Intl.NumberFormat(language)
  const row = (name: string, { count, sum }: ReportInput['events']): Html =>
    html`<tr><td>${name}</td><td class="number">${number.format(count)}</td><td><code>${sum}</code></td></tr>`
  return html`<section id="verify"><h2>${labels.verify}</h2><div class="card"><p>${labels.verifyText}</p><div class="scroll"><table class="part"><thead><tr><th></th><th class="number">${
    labels.ids}</th><th>${labels.sum}</th></tr></thead><tbody>${row(labels.events, events)}${row(labels.matches, matches)}</tbody></table></div></div></section>`
}
