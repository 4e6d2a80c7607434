import type { Case } from '../../../model/case.ts'
import type { Language } from '../../../model/reason.ts'
import { MOST_POINTS } from '../../priority/priority.ts'
import { LABELS } from '../labels.ts'
import { bar } from './bar.ts'
import type { Html } from './html.ts'
import { html } from './html.ts'

/** The terms of a priority against what each can give, and their sum. */
export function scoreBars(each: Case, language: Language): Html {
  const { scoreTerms, priority } = LABELS[language]
  const points = new Map(each.score.map(({ fact, numbers }) => [fact, numbers['points'] ?? 0]))
  const rows = Object.entries(MOST_POINTS).map(([term, most]) => {
    const name = `triage.score-${term}`
    const given = points.get(name) ?? 0
    return html`<span>${scoreTerms[name] ?? term}</span>${bar(given / most, each.severity)}<span class="number">${given}</span>`
  })
  // What people's verdicts take or give, which no bar can show below nothing.
  const judged = [...points].filter(([name]) => !Object.hasOwn(MOST_POINTS, name.replace('triage.score-', ''))).map(([name, given]) =>
    html`<span>${scoreTerms[name] ?? name}</span><span>&nbsp;</span><span class="number">${given}</span>`)
  const total = html`<span class="total">${priority}</span><span class="total">&nbsp;</span>
<span class="number total">${each.priority}</span>`
  return html`<div class="score">${rows}${judged}${total}</div>`
}
