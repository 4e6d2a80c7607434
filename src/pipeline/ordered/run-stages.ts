import type { Digest } from '../../model/digest.ts'
import { DigestSum } from '../../model/digest.ts'
import type { FindingPart } from '../../model/finding-part.ts'
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

/** Runs stages over events that come in the order of the house. */
export async function runStages(stages: readonly OrderedStage[], events: AsyncIterable<OrderedEvent>): Promise<StagesResult> {
  const findings = new FindingCollector()
  const matches = new DigestSum()
  for await (const event of events) {
    for (const stage of stages) {
      for (const { rule, facts } of stage.accept(event)) {
        matches.add(matchId(stage.detector, rule.id, event.id))
        const { subject, entities, signals: _, ...reference } = event
        findings.addEvent({ detector: stage.detector, rule, subject, reference, entities: () => entities, facts: () => facts })
      }
    }
  }
  return { parts: findings.take(), matches: matches.digest(), forgotten: stages.reduce((sum, { forgotten }) => sum + forgotten, 0) }
}
