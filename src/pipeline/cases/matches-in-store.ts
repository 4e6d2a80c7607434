import { z } from 'zod'
import { findingId } from '../../model/ids.ts'
import { hourOf } from '../../model/time.ts'
import { SqlParameters } from '../../query/sql/sql-parameters.ts'
import { NO_TIME_US } from '../../query/sql/stored-event.ts'
import type { ClickHouse } from '../../store/clickhouse/open-clickhouse.ts'
import { storeErrorOf } from '../../store/clickhouse/store-error.ts'
import type { EventScope } from '../../store/events/scope.ts'
import { scopeCondition } from '../../store/events/scope.ts'
import type { SeekMatches } from './locate-anchors.ts'

const matchRow = z.object({
  id_hex: z.string(), load_text: z.coerce.number(), detector: z.string(), rule: z.string(), subject: z.string(), time_us: z.coerce.number(),
  evidence_hex: z.string(),
})

/** Looks for matches in the event store. @throws NoroshiError what the event store says */
export async function matchesInStore({ client }: ClickHouse, scope: EventScope, sought: Parameters<SeekMatches>[0]): ReturnType<SeekMatches> {
  const parameters = new SqlParameters()
  const where = scopeCondition(scope, parameters)
  const evidence = parameters.texts([...new Set(sought.map(each => each.evidence))])
  const ids = parameters.texts(sought.map(({ match }) => match))
  try {
    const answer = await client.query({
      query: `SELECT lower(hex(id)) AS id_hex, toString(load) AS load_text, detector, rule, subject, toString(toUnixTimestamp64Micro(time)) AS time_us,
          lower(hex(evidence)) AS evidence_hex
        FROM matches WHERE ${where} AND lower(hex(evidence)) IN ${evidence} AND lower(hex(id)) IN ${ids}`,
      query_params: parameters.values,
      format: 'JSONEachRow',
    })
    const rows = z.array(matchRow).parse(await answer.json())
    return new Map(rows.map(({ id_hex: id, load_text: load, detector, rule, subject, time_us: time, evidence_hex: sha256 }) => {
      const hour = time >= NO_TIME_US ? null : hourOf(time)
      return [id, { load, finding: findingId(detector, rule, subject, hour, sha256) }]
    }))
  } catch (cause) {
    throw storeErrorOf(cause)
  }
}
