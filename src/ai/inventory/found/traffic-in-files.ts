import { entitiesOf, entityKey, subjectOf } from '../../../model/entities.ts'
import type { Mappings } from '../../../model/mappings.ts'
import type { ReadStep } from '../../../pipeline/read-evidence.ts'
import { BatchEvent } from '../../../query/batch-event.ts'
import { parseQuery } from '../../../query/parse-query.ts'
import { startQuery } from '../../../query/run-query.ts'
import type { EntitySighting } from '../../../store/events/entity-sightings.ts'
import type { TrafficAnswers, TrafficQuestions } from './talkers.ts'

/** What files answer, read once. @param steps their events; the same content under two paths is looked at once */
export async function trafficInFiles(steps: AsyncIterable<ReadStep>, mappings: Mappings, { pattern, queries }: TrafficQuestions): Promise<TrafficAnswers> {
  const matches = new RegExp(pattern)
  const runs = queries.map(text => {
    const parsed = parseQuery(text)
    if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message}`)
    return startQuery(parsed.query)
  })
  const sightings = new Map<string, EntitySighting>()
  const seen = new Set<string>()
  for await (const step of steps) {
    if (step.kind === 'end') {
      seen.add(step.evidence.sha256)
      continue
    }
    const { batch, evidence } = step
    if (seen.has(evidence.sha256)) continue
    const event = new BatchEvent(batch, mappings, { evidence: evidence.sha256, paths: [evidence.path], rulesOf: () => [] })
    for (let row = 0; row < batch.count; row++) {
      for (const run of runs) run.accept(event.at(row))
      const dataset = batch.dataset[row]!
      const view = mappings.dataset(dataset)
      const named = entitiesOf(view, batch.fields[row]!).map(entityKey).filter(key => matches.test(key))
      if (named.length === 0) continue
      const subject = entityKey(subjectOf(view, batch.fields[row]!, evidence.sha256))
      const time = Number.isNaN(batch.time[row]!) ? null : batch.time[row]!
      for (const entity of named) {
        const key = JSON.stringify([subject, entity, dataset])
        const { count = 0, first = null, last = null } = sightings.get(key) ?? {}
        sightings.set(key, { subject, entity, dataset, count: count + 1, first: time === null ? first : Math.min(first ?? time, time), last: time === null ? last : Math.max(last ?? time, time) })
      }
    }
  }
  return { sightings: [...sightings.values()], groups: runs.map(run => groupsOf(run.result())) }
}

function groupsOf(result: ReturnType<ReturnType<typeof startQuery>['result']>): TrafficAnswers['groups'][number] {
  return result.kind === 'groups' ? result.groups : []
}
