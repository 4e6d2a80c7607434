import { beforeAll, describe, expect, test } from 'vitest'
import { IS_QUICK } from '../../../test/depth.ts'
import { eventId, findingId, matchId } from '../../model/ids.ts'
import { NO_TIME_US } from '../../query/sql/stored-event.ts'
import { migrateClickHouse } from '../../store/clickhouse/migrate-clickhouse.ts'
import type { ClickHouse } from '../../store/clickhouse/open-clickhouse.ts'
import { describeWithClickHouse } from '../../store/clickhouse/testing/with-clickhouse.ts'
import { EVENT_MIGRATIONS } from '../../store/events/event-migrations.ts'
import { matchesInStore } from './matches-in-store.ts'

const EVIDENCE = 'ab'.repeat(32)
const HOUR_US = 3_600_000_000

// The engine takes seconds to start.
describe.skipIf(IS_QUICK)('matches', () => {
  describeWithClickHouse('in the event store', store => {
    beforeAll(() => migrateClickHouse(store().client, EVENT_MIGRATIONS))

    test('are found with the finding they belong to, in loads that are seen and in the organisation, and nowhere else', async () => {
      const timed = matchOf('rule', 0)
      const untimed = matchOf('rule', 1)
      const hidden = matchOf('rule', 2)
      const foreign = matchOf('rule', 3)
      await insert(store(), 'ours', 3, timed, 5 * HOUR_US + 1)
      await insert(store(), 'ours', 4, untimed, NO_TIME_US)
      await insert(store(), 'ours', 5, hidden, 0)
      await insert(store(), 'theirs', 3, foreign, 0)
      const sought = [timed, untimed, hidden, foreign].map(({ match, event }) => ({ match, event, evidence: EVIDENCE, finding: null }))
      const found = await matchesInStore(store(), { organisation: 'ours', position: 5, hiddenLoads: [5] }, sought)
      expect([...found].sort(([, a], [, b]) => (a.load ?? 0) - (b.load ?? 0))).toEqual([
        [timed.match, { load: 3, finding: findingId('test', 'rule', 'host:a', 5, EVIDENCE) }],
        [untimed.match, { load: 4, finding: findingId('test', 'rule', 'host:a', null, EVIDENCE) }],
      ])
    })
  })
})

function matchOf(rule: string, offset: number) {
  const event = eventId(EVIDENCE, offset, 0)
  return { match: matchId('test', rule, event), event, rule, offset }
}

async function insert({ client }: ClickHouse, organisation: string, load: number, { match, event, rule, offset }: ReturnType<typeof matchOf>, time: number): Promise<void> {
  await client.command({
    query: `INSERT INTO matches (organisation, load, id, detector, rule, event, time, evidence, offset, ordinal, subject, level)
      SELECT {organisation: String}, {load: UInt64}, unhex({match: String}), 'test', {rule: String}, unhex({event: String}), fromUnixTimestamp64Micro({time: Int64}),
        unhex({evidence: String}), {offset: UInt64}, 0, 'host:a', 'high'`,
    query_params: { organisation, load, match, rule, event, time, evidence: EVIDENCE, offset },
  })
}
