import { z } from 'zod'
import { findingId } from '../../model/ids.ts'
import { hourOf } from '../../model/time.ts'
import { SqlParameters } from '../../query/sql/sql-parameters.ts'
import { NO_TIME_US } from '../../query/sql/stored-event.ts'
import type { ClickHouse } from '../../store/clickhouse/open-clickhouse.ts'
import { storeErrorOf } from '../../store/clickhouse/store-error.ts'
import { scopeCondition } from '../../store/events/scope.ts'
import type { Ledger } from '../../store/ledger/ledger.ts'
import { scopePosition } from '../../store/ledger/position.ts'
import type { SeekMatches } from './locate-anchors.ts'

const matchRow = z.object({
  id: z.string(), load: z.coerce.number(), detector: z.string(), rule: z.string(), subject: z.string(), time: z.coerce.number(), evidence: z.string(),
})

/** Looks for matches in the event store, as it is seen now. @throws NoroshiError what the event store says */
export async function matchesInStore(ledger: Ledger, { client }: ClickHouse, sought: Parameters<SeekMatches>[0]): ReturnType<SeekMatches> {
  const { position, hidden } = await scopePosition(ledger)
  const parameters = new SqlParameters()
  const where = scopeCondition({ organisation: ledger.organisation, position, hiddenLoads: hidden }, parameters)
  const evidence = parameters.texts([...new Set(sought.map(each => each.evidence))])
  const ids = parameters.texts(sought.map(({ match }) => match))
  try {
    const answer = await client.query({
      query: `SELECT lower(hex(id)) AS id, toString(load) AS load, detector, rule, subject, toString(toUnixTimestamp64Micro(time)) AS time,
          lower(hex(evidence)) AS evidence
        FROM matches WHERE ${where} AND lower(hex(matches.evidence)) IN ${evidence} AND lower(hex(matches.id)) IN ${ids}`,
      query_params: parameters.values,
      format: 'JSONEachRow',
    })
    const rows = z.array(matchRow).parse(await answer.json())
    return new Map(rows.map(({ id, load, detector, rule, subject, time, evidence: sha256 }) => {
      const hour = time >= NO_TIME_US ? null : hourOf(time)
      return [id, { load, finding: findingId(detector, rule, subject, hour, sha256) }]
    }))
  } catch (cause) {
    throw storeErrorOf(cause)
  }
}
