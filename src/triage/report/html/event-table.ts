import type { Language } from '../../../model/reason.ts'
import { formatTime } from '../../../model/time.ts'
import type { FoldedFinding } from '../../fold/folded-case.ts'
import { firstEvents } from '../first-events.ts'
import { LABELS } from '../labels.ts'
import type { Html } from './html.ts'
import { html } from './html.ts'

/** Where the first events of a case lie: enough to open the evidence at the right record. */
export function eventTable(findings: readonly FoldedFinding[], paths: ReadonlyMap<string, string>, language: Language): Html {
  const labels = LABELS[language]
  const rows = firstEvents(findings).map(({ event, rules }) => html`<tr><td class="nowrap">${
    formatTime(event.time)?.replace('T', ' ').replace('Z', '') ?? labels.noTime}</td><td>${rules.join(' · ')}</td><td><code>${
    paths.get(event.evidence) ?? event.evidence}#${event.record}</code><span class="hash">${event.id}</span></td></tr>`)
  return html`<details class="part"><summary>${labels.firstEvents} (${rows.length})</summary><div class="scroll"><table><thead><tr><th>${
    labels.time}</th><th>${labels.rule}</th><th>${labels.path}#${labels.record} · ${labels.eventId}</th></tr></thead><tbody>${
    rows}</tbody></table></div></details>`
}
