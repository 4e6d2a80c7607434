import type { RuleSummary } from './detector.ts'
import { entityKey } from './entities.ts'
import type { Entity } from './entity.ts'
import { compareEvents, compareText } from './event-order.ts'
import type { EventReference, Finding } from './finding.ts'
import { LISTED_EVENTS } from './finding.ts'
import type { Fact } from './reason.ts'

/** One matched event as a finding lists it. */
export interface PartEvent extends EventReference {
  readonly entities: readonly Entity[]
  /** Which parts of the rule it met; known only for the earliest of a part. */
  readonly facts?: readonly Fact[]
}

/** What one chunk contributes to a finding. A finding is the sum of its parts, in any order. */
export interface FindingPart {
  readonly id: string
  readonly detector: string
  readonly rule: RuleSummary
  readonly subject: Entity
  readonly first: number | null
  readonly last: number | null
  readonly count: number
  /** The first {@link LISTED_EVENTS}, in order. */
  readonly events: readonly PartEvent[]
}

/** Commutative and associative: any grouping of the same parts gives the same sum. */
export function mergeParts(a: FindingPart, b: FindingPart): FindingPart {
  return {
    ...a,
    first: least(a.first, b.first),
    last: greatest(a.last, b.last),
    count: a.count + b.count,
    events: firstEvents([...a.events, ...b.events]),
  }
}

export function firstEvents(events: PartEvent[]): PartEvent[] {
  return events.sort(compareEvents).slice(0, LISTED_EVENTS)
}

export function findingOf(part: FindingPart): Finding {
  const entities = new Map<string, Entity>()
  for (const event of part.events) for (const entity of event.entities) entities.set(entityKey(entity), entity)
  return {
    id: part.id,
    detector: part.detector,
    rule: part.rule,
    subject: part.subject,
    first: part.first,
    last: part.last,
    count: part.count,
    events: part.events.map(({ entities: _, facts: __, ...event }) => event),
    entities: [...entities.values()].sort((a, b) => compareText(a.type, b.type) || compareText(a.value, b.value)),
    facts: part.events[0]?.facts ?? [],
  }
}

function least(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.min(a, b)
}

function greatest(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.max(a, b)
}
