import { parseQuery } from '../../../query/parse-query.ts'
import { entitySightings } from '../../../store/events/entity-sightings.ts'
import type { EventReader } from '../../../store/events/event-reader.ts'
import { huntSummary } from '../../../store/events/hunt-summary.ts'
import type { TrafficAnswers, TrafficQuestions } from './talkers.ts'

/** Pairs of somebody and a service that are told. */
const MOST_SIGHTINGS = 10_000

/** What all stored events answer. */
export async function trafficInStore(reader: EventReader, { pattern, queries }: TrafficQuestions): Promise<TrafficAnswers> {
  const groups: TrafficAnswers['groups'][number][] = []
  for (const text of queries) {
    const parsed = parseQuery(text)
    if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message}`)
    const result = await huntSummary(reader, parsed.query)
    groups.push(result.kind === 'groups' ? result.groups : [])
  }
  return { sightings: await entitySightings(reader, pattern, MOST_SIGHTINGS), groups }
}
