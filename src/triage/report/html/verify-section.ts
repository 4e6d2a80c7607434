import type { Digest } from '../../../model/digest.ts'
import type { Language } from '../../../model/reason.ts'
import { LABELS } from '../labels.ts'
import type { ReportInput } from '../report-input.ts'
import type { Filling, Html } from './html.ts'
import { html } from './html.ts'
import type { Column } from './table.ts'
import { table } from './table.ts'

/** What another run must reproduce. */
export function verifySection({ events, matches }: ReportInput, language: Language): Html {
  const labels = LABELS[language]
  const number = new Intl.NumberFormat(language)
  const row = (name: string, { count, sum }: Digest): readonly Filling[] => [name, number.format(count), html`<code>${sum}</code>`]
  const columns: readonly Column[] = [{ title: '' }, { title: labels.ids, kind: 'number' }, { title: labels.sum, kind: 'wide' }]
  const digests = table(columns, [row(labels.events, events), row(labels.matches, matches)])
  return html`<section id="verify"><h2>${labels.verify}</h2><div class="card"><p>${labels.verifyText}</p>${digests}</div></section>`
}
