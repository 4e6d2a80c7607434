import type { FactTemplates, Language } from '../../../model/reason.ts'
import { severityName } from '../../../model/render-fact.ts'
import { SHOWN_FINDINGS } from '../../defaults.ts'
import { explainFinding } from '../../explain/explain-finding.ts'
import type { FoldedFinding } from '../../fold/folded-case.ts'
import { explanationSentences } from '../explanation-sentences.ts'
import { LABELS } from '../labels.ts'
import { sentenceText } from './explanation-parts.ts'
import type { Html } from './html.ts'
import { html } from './html.ts'
import { secondText } from '../span-text.ts'
import type { Column } from './table.ts'
import { table } from './table.ts'

/** Each finding with the facts that speak for it. */
export function findingTable(findings: readonly FoldedFinding[], templates: FactTemplates, language: Language): Html {
  const labels = LABELS[language]
  const columns: readonly Column[] = [
    { title: labels.time, kind: 'time' }, { title: labels.severity }, { title: labels.rule, kind: 'wide' }, { title: labels.subject },
    { title: labels.count, kind: 'number' }, { title: labels.techniques },
  ]
  const rows = findings.slice(0, SHOWN_FINDINGS).map(folded => {
    const { first, rule, subject, count } = folded.finding
    const { for: facts } = explanationSentences(explainFinding(folded), templates, language)
    return [
      first === null ? labels.noTime : secondText(first),
      html`<span class="badge ${rule.level}">${severityName(rule.level, language)}</span>`,
      [rule.title, facts.length === 0 ? null : html`<ul>${facts.map(each => html`<li>${sentenceText(each)}</li>`)}</ul>`],
      subject.type === 'evidence' ? subject.value.slice(0, 12) : subject.value,
      count,
      rule.techniques.join(', '),
    ]
  })
  const more = findings.length - SHOWN_FINDINGS
  const note = more > 0 ? html`<p class="note">${labels.moreRows(String(more))}</p>` : null
  return html`<details class="part" open><summary>${labels.findings} (${findings.length})</summary>${table(columns, rows)}${note}</details>`
}
