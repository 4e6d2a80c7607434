import type { Digest } from '../../model/digest.ts'
import { DigestSum } from '../../model/digest.ts'
import type { EventPosition } from '../../model/event-order.ts'
import type { FindingPart } from '../../model/finding-part.ts'
import { mergeParts } from '../../model/finding-part.ts'
import type { RuleSummary } from '../../model/detector.ts'
import type { Entity } from '../../model/entity.ts'
import { matchId } from '../../model/ids.ts'
import type { OrderedEvent, OrderedStage } from '../../model/ordered-stage.ts'
import { FindingCollector } from '../finding-collector.ts'

/** What ordered stages said of all events. */
export interface StagesResult {
  readonly parts: readonly FindingPart[]
  readonly matches: Digest
  /** Groups of events that had to be forgotten. */
  readonly forgotten: number
}

/** A match of a stage, with its ids and its place. */
export interface StagedMatch extends EventPosition {
  readonly id: string
  /** Of the event. */
  readonly event: string
  readonly detector: string
  readonly rule: RuleSummary
  readonly subject: Entity
}

/** Where a run of stages stood, from which others go on as often as wanted. */
export interface StageSnapshot {
  /** The last event that was seen. */
  readonly position: EventPosition
  readonly stages: readonly OrderedStage[]
  /** By id. */
  readonly parts: ReadonlyMap<string, FindingPart>
  readonly matches: Digest
}

/** Stages at work on events that come in the order of the house, from the beginning or from a snapshot. */
export class StageRun {
  readonly #stages: readonly OrderedStage[]
  readonly #parts: Map<string, FindingPart>
  readonly #findings = new FindingCollector()
  readonly #matches = new DigestSum()
  readonly #onMatch: (match: StagedMatch) => void
  #position: EventPosition | null

  constructor(from: StageSnapshot | { readonly stages: readonly OrderedStage[] }, onMatch: (match: StagedMatch) => void = () => {}) {
    const before = 'position' in from ? from : null
    this.#stages = before === null ? from.stages : before.stages.map(stage => stage.copy())
    this.#parts = new Map(before?.parts)
    if (before !== null) this.#matches.merge(before.matches)
    this.#position = before?.position ?? null
    this.#onMatch = onMatch
  }

  accept(event: OrderedEvent): void {
    const { subject, entities, signals: _, ...reference } = event
    for (const stage of this.#stages) {
      for (const { rule, facts } of stage.accept(event)) {
        const id = matchId(stage.detector, rule.id, event.id)
        this.#matches.add(id)
        this.#onMatch({ ...reference, id, event: event.id, detector: stage.detector, rule, subject })
        this.#findings.addEvent({ detector: stage.detector, rule, subject, reference, entities: () => entities, facts: () => facts })
      }
    }
    this.#position = event
  }

  /** Null before the first event. Costs as much as the stages remember. */
  snapshot(): StageSnapshot | null {
    if (this.#position === null) return null
    const { time, evidence, offset, ordinal } = this.#position
    return { position: { time, evidence, offset, ordinal }, stages: this.#stages.map(stage => stage.copy()), parts: new Map(this.#sum()), matches: this.#matches.digest() }
  }

  result(): StagesResult {
    return { parts: [...this.#sum().values()], matches: this.#matches.digest(), forgotten: this.#stages.reduce((sum, { forgotten }) => sum + forgotten, 0) }
  }

  #sum(): ReadonlyMap<string, FindingPart> {
    for (const part of this.#findings.take()) {
      const known = this.#parts.get(part.id)
      this.#parts.set(part.id, known === undefined ? part : mergeParts(known, part))
    }
    return this.#parts
  }
}
