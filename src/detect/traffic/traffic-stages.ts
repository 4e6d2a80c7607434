import type { OrderedStage } from '../../model/ordered-stage.ts'
import type { FactTemplates } from '../../model/reason.ts'
import { BEACONING_FACTS, beaconingStage } from './beaconing/beaconing-stage.ts'
import { RARE_DESTINATION_FACTS, rareDestinationStage } from './destinations/rare-destination-stage.ts'
import { GENERATED_NAMES_FACTS, generatedNamesStage } from './names/generated-names-stage.ts'
import { TRAFFIC_RULES } from './traffic-rules.ts'
import { TUNNELLING_FACTS, tunnellingStage } from './tunnelling/tunnelling-stage.ts'

/** The sentences of what stages of traffic state. */
export const TRAFFIC_FACTS: FactTemplates = { ...BEACONING_FACTS, ...TUNNELLING_FACTS, ...GENERATED_NAMES_FACTS, ...RARE_DESTINATION_FACTS }

/** Stages that look at traffic over time; each call makes some that have seen nothing. @param disabled ids of {@link TRAFFIC_RULES} that are switched off */
export function trafficStages(disabled: ReadonlySet<string>): OrderedStage[] {
  return ([
    [TRAFFIC_RULES.beaconing.id, beaconingStage],
    [TRAFFIC_RULES.tunnelling.id, tunnellingStage],
    [TRAFFIC_RULES.generatedNames.id, generatedNamesStage],
    [TRAFFIC_RULES.rareDestination.id, rareDestinationStage],
  ] as const).filter(([id]) => !disabled.has(id)).map(([, make]) => make())
}
