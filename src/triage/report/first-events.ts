import { compareEvents } from '../../model/event-order.ts'
import type { EventReference } from '../../model/finding.ts'
import { SHOWN_EVENTS } from '../defaults.ts'
import type { FoldedFinding } from '../fold/folded-case.ts'

/** The first events of a case by (time, evidence, offset, ordinal), each once, with the rules that matched it. */
export function firstEvents(findings: readonly FoldedFinding[]): { readonly event: EventReference; readonly rules: readonly string[] }[] {
  const events = new Map<string, { readonly event: EventReference; readonly rules: string[] }>()
  for (const { finding } of findings) {
    for (const event of finding.events.slice(0, SHOWN_EVENTS)) {
      const known = events.get(event.id)
      if (known === undefined) events.set(event.id, { event, rules: [finding.rule.title] })
      else if (!known.rules.includes(finding.rule.title)) known.rules.push(finding.rule.title)
    }
  }
  return [...events.values()].sort((a, b) => compareEvents(a.event, b.event)).slice(0, SHOWN_EVENTS)
}
