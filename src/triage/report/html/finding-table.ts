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

/** Each finding with the facts that speak for it. */
export function findingTable(findings: readonly FoldedFinding[], templates: FactTemplates, language: Language): Html {
  const labels = LABELS[language]
  const rows = findings.slice(0, SHOWN_FINDINGS).map(folded => {
    const { finding } = folded
    const { for: facts } = explanationSentences(explainFinding(folded), templates, language)
    return html`<tr><td class="nowrap">${finding.first === null ? labels.noTime : secondText(finding.first)}</td><td><span class="badge ${
      finding.rule.level}">${severityName(finding.rule.level, language)}</span></td><td class="wide">${finding.rule.title}${
      facts.length === 0 ? null : html`<ul>${facts.map(each => html`<li>${sentenceText(each)}</li>`)}</ul>`}</td><td>${
      finding.subject.type === 'evidence' ? finding.subject.value.slice(0, 12) : finding.subject.value}</td><td class="number">${
      finding.count}</td><td>${finding.rule.techniques.join(', ')}</td></tr>`
  })
  const more = findings.length - SHOWN_FINDINGS
  return html`<details class="part" open><summary>${labels.findings} (${findings.length})</summary><div class="scroll"><table><thead><tr><th>${
    labels.time}</th><th>${labels.severity}</th><th>${labels.rule}</th><th>${labels.subject}</th><th class="number">${labels.count}</th><th>${
    labels.techniques}</th></tr></thead><tbody>${rows}</tbody></table></div>${
    more > 0 ? html`<p class="note">${labels.moreRows(String(more))}</p>` : null}</details>`
}
