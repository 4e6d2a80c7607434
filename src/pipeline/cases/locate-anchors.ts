import { z } from 'zod'
import { findingId } from '../../model/ids.ts'
import { hourOf } from '../../model/time.ts'
import { SqlParameters } from '../../query/sql/sql-parameters.ts'
import { NO_TIME_US } from '../../query/sql/stored-event.ts'
import type { ClickHouse } from '../../store/clickhouse/open-clickhouse.ts'
import { storeErrorOf } from '../../store/clickhouse/store-error.ts'
import type { AnchorPlace, SoughtAnchor } from '../../store/decisions/anchors.ts'
import { anchorsToSeek, seekAnchor } from '../../store/decisions/anchors.ts'
import { scopeCondition } from '../../store/events/scope.ts'
import type { Ledger } from '../../store/ledger/ledger.ts'
import { scopePosition } from '../../store/ledger/position.ts'

/** Where people's decisions are looked for. */
export interface AnchorStores {
  readonly ledger: Ledger
  readonly clickhouse: ClickHouse
}

/**
 * Where the matches are now that people's decisions hang on, of those that may have moved: in the findings, which list their first
 * events, and where they do not list it, in the event store, which has every match.
 *
 * @throws NoroshiError what the event store says
 */
export async function locateAnchors({ ledger, clickhouse }: AnchorStores): Promise<AnchorPlace[]> {
  const places: AnchorPlace[] = []
  const unlisted: SoughtAnchor[] = []
  for (const sought of await anchorsToSeek(ledger)) {
    const place = await seekAnchor(ledger.pool, ledger.organisation, sought)
    places.push(place)
    if (place.finding === null) unlisted.push(sought)
  }
  if (unlisted.length === 0) return places
  const found = await seekMatches({ ledger, clickhouse }, unlisted)
  return places.map(place => ({ ...place, ...found.get(place.match) }))
}

const matchRow = z.object({
  id: z.string(), load: z.coerce.number(), detector: z.string(), rule: z.string(), subject: z.string(), time: z.coerce.number(), evidence: z.string(),
})

async function seekMatches({ ledger, clickhouse: { client } }: AnchorStores, sought: readonly SoughtAnchor[]): Promise<Map<string, Pick<AnchorPlace, 'finding' | 'load'>>> {
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
