import type { Language } from '../../../model/reason.ts'
import { formatTime } from '../../../model/time.ts'
import type { FoldedFinding } from '../../fold/folded-case.ts'
import { firstEvents } from '../first-events.ts'
import { LABELS } from '../labels.ts'
import type { Html } from './html.ts'
import { html } from './html.ts'
import type { Column } from './table.ts'
import { table } from './table.ts'

/** Where the first events of a case lie: enough to open the evidence at the right record. */
export function eventTable(findings: readonly FoldedFinding[], paths: ReadonlyMap<string, string>, language: Language): Html {
  const labels = LABELS[language]
  const columns: readonly Column[] = [
    { title: labels.time, kind: 'time' },
    { title: labels.rule },
    { title: `${labels.path}#${labels.record} · ${labels.eventId}`, kind: 'wide' },
  ]
  const rows = firstEvents(findings).map(({ event, rules }) => [
    formatTime(event.time)?.replace('T', ' ').replace('Z', '') ?? labels.noTime,
    rules.join(' · '),
    html`<code>${paths.get(event.evidence) ?? event.evidence}#${event.record}</code><span class="hash">${event.id}</span>`,
  ])
  return html`<details class="part"><summary>${labels.firstEvents} (${rows.length})</summary>${table(columns, rows)}</details>`
}
