import type { OrderedEvent, OrderedStage } from '../../model/ordered-stage.ts'
import type { StagedMatch, StagesResult } from './stage-run.ts'
import { StageRun } from './stage-run.ts'

/** Runs stages that have seen nothing over events that come in the order of the house. */
export async function runStages(stages: readonly OrderedStage[], events: AsyncIterable<OrderedEvent>, onMatch?: (match: StagedMatch) => void): Promise<StagesResult> {
  const run = new StageRun({ stages }, onMatch)
  for await (const event of events) run.accept(event)
  return run.result()
}
