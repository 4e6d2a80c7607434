import type { Digest } from '../../model/digest.ts'
import { DigestSum } from '../../model/digest.ts'
import type { FindingPart } from '../../model/finding-part.ts'
import type { RuleSummary } from '../../model/detector.ts'
import type { Entity } from '../../model/entity.ts'
import type { EventPosition } from '../../model/event-order.ts'
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

/** Runs stages over events that come in the order of the house. */
export async function runStages(
  stages: readonly OrderedStage[], events: AsyncIterable<OrderedEvent>, onMatch: (match: StagedMatch) => void = () => {},
): Promise<StagesResult> {
  const findings = new FindingCollector()
  const matches = new DigestSum()
  for await (const event of events) {
    for (const stage of stages) {
      for (const { rule, facts } of stage.accept(event)) {
        const id = matchId(stage.detector, rule.id, event.id)
        matches.add(id)
        const { subject, entities, signals: _, ...reference } = event
        onMatch({ ...reference, id, event: event.id, detector: stage.detector, rule, subject })
        findings.addEvent({ detector: stage.detector, rule, subject, reference, entities: () => entities, facts: () => facts })
      }
    }
  }
  return { parts: findings.take(), matches: matches.digest(), forgotten: stages.reduce((sum, { forgotten }) => sum + forgotten, 0) }
}
