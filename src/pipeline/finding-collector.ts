import type { Match, RuleSummary } from '../model/detector.ts'
import { entitiesOf, entityKey, subjectOf } from '../model/entities.ts'
import type { Entity } from '../model/entity.ts'
import type { EventBatch } from '../model/event-batch.ts'
import { compareEvents } from '../model/event-order.ts'
import type { EventReference } from '../model/finding.ts'
import { LISTED_EVENTS } from '../model/finding.ts'
import type { FindingPart, PartEvent } from '../model/finding-part.ts'
import { firstEvents } from '../model/finding-part.ts'
import { findingId } from '../model/ids.ts'
import type { DatasetView } from '../model/mappings.ts'
import { queryAnd, queryTerm } from '../model/query-text.ts'
import type { Fact } from '../model/reason.ts'
import { hourOf } from '../model/time.ts'
import type { Fields } from '../model/value.ts'

interface GrowingPart {
  readonly part: Omit<FindingPart, 'events'> & { first: number | null; last: number | null; count: number }
  events: PartEvent[]
  earliest: PartEvent
  /** Of the earliest. To explain a rule costs as much as a thousand events: asked when it is certain which event that is. */
  facts: () => readonly Fact[]
  /** The last event still listed, once the list is full: later ones only count. */
  bound: PartEvent | undefined
}

/** A match and what a finding repeats of its event; what is costly is asked for only where it is listed. */
export interface MatchedEvent {
  readonly detector: string
  readonly rule: RuleSummary
  readonly subject: Entity
  readonly reference: EventReference
  entities(): readonly Entity[]
  facts(): readonly Fact[]
}

/** Sums matches into finding parts while a chunk is decoded; grows with findings, not with matches. */
export class FindingCollector {
  /** By what a finding's id is made of: matches are many, and to hash takes longer than to look up. */
  readonly #parts = new Map<string, GrowingPart>()
  #lastFields: Fields | null = null
  #lastEntities: readonly Entity[] = []

  get size(): number {
    return this.#parts.size
  }

  /** @param id the event's id */
  add(detector: string, match: Match, batch: EventBatch, view: DatasetView, evidence: string, id: string): void {
    const { row } = match
    const fields = batch.fields[row]!
    const time = Number.isNaN(batch.time[row]!) ? null : batch.time[row]!
    this.addEvent({
      detector,
      rule: match.rule,
      subject: subjectOf(view, fields, evidence),
      reference: { id, time, evidence, record: batch.record[row]!, offset: batch.offset[row]!, ordinal: batch.ordinal[row]! },
      entities: () => this.#entitiesOf(view, fields),
      facts: laterFacts(match, id),
    })
  }

  addEvent({ detector, rule, subject, reference, entities, facts }: MatchedEvent): void {
    const { time, evidence } = reference
    const hour = time === null ? null : hourOf(time)
    const about = entityKey(subject)
    const key = `${detector}\0${rule.id}\0${hour ?? evidence}\0${about}`
    const growing = this.#parts.get(key)
    if (growing === undefined) {
      const event = { ...reference, entities: entities() }
      const part = { id: findingId(detector, rule.id, about, hour, evidence), detector, rule, subject, first: time, last: time, count: 1 }
      this.#parts.set(key, { part, events: [event], earliest: event, facts, bound: undefined })
      return
    }
    growing.part.count++
    if (time !== null) {
      growing.part.first = Math.min(growing.part.first ?? time, time)
      growing.part.last = Math.max(growing.part.last ?? time, time)
    }
    if (growing.bound !== undefined && compareEvents(reference, growing.bound) > 0) return
    const event: PartEvent = { ...reference, entities: entities() }
    if (compareEvents(reference, growing.earliest) < 0) {
      growing.earliest = event
      growing.facts = facts
    }
    growing.events.push(event)
    if (growing.events.length >= 2 * LISTED_EVENTS) trim(growing)
  }

  take(): FindingPart[] {
    const parts = [...this.#parts.values()].map(({ part, events, facts }) => {
      const [earliest, ...others] = firstEvents(events)
      return { ...part, events: [{ ...earliest!, facts: facts() }, ...others] }
    })
    this.#parts.clear()
    return parts
  }

  /** An event that several rules match is asked for what it names once. */
  #entitiesOf(view: DatasetView, fields: Fields): readonly Entity[] {
    if (fields !== this.#lastFields) {
      this.#lastFields = fields
      this.#lastEntities = entitiesOf(view, fields)
    }
    return this.#lastEntities
  }
}

function trim(growing: GrowingPart): void {
  growing.events = firstEvents(growing.events)
  growing.bound = growing.events.at(-1)
}

/** Apart from all that is known where a match is added, so that nothing of it is kept but the match. */
function laterFacts(match: Match, id: string): () => Fact[] {
  return () => factsOf(match, id)
}

/** A detector sees fields only; here its facts learn which event they are about, so that their queries count that one. */
function factsOf(match: Match, id: string): Fact[] {
  return match.facts().map(each => each.query === '' ? { ...each, eventIds: [id] } : {
    ...each,
    numbers: { ...each.numbers, count: 1 },
    eventIds: [id],
    query: queryAnd(queryTerm('_id', id), each.query),
  })
}
