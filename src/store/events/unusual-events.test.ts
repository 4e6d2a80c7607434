import { beforeAll, expect, test } from 'vitest'
import { IS_QUICK } from '../../../test/depth.ts'
import { EventBatchBuilder } from '../../model/event-batch.ts'
import { Mappings } from '../../model/mappings.ts'
import type { Fields } from '../../model/value.ts'
import { migrateClickHouse } from '../clickhouse/migrate-clickhouse.ts'
import { describeWithClickHouse } from '../clickhouse/testing/with-clickhouse.ts'
import { EVENT_MIGRATIONS } from './event-migrations.ts'
import { writeBatches } from './testing/write-batch.ts'
import { unusualEvents } from './unusual-events.ts'

if (!IS_QUICK) {
  describeWithClickHouse('events that most stores have none of', (store, folder) => {
    const mappings = new Mappings([])
    const write = async (load: number, time: number | null, fields: Fields) => {
      const builder = new EventBatchBuilder()
      builder.add({ dataset: 'd', time, record: load, offset: load, length: 1, fields })
      await writeBatches(store(), folder(), { organisation: 'unusual', load, evidence: 'ab'.repeat(32), sensor: '' }, mappings, [builder.take()])
    }
    const asked = async (position: number, hiddenLoads: readonly number[], organisation = 'unusual') => {
      const { odd, untimed } = await unusualEvents({ client: store().client, scope: { organisation, position, hiddenLoads }, mappings, paths: new Map() })
      return { odd, untimed }
    }

    beforeAll(async () => { await migrateClickHouse(store().client, EVENT_MIGRATIONS) })

    test('are known as soon as their load counts, and not before', async () => {
      await write(1, 1, { a: 'plain' })
      await write(2, null, { a: 'plain' })
      expect(await asked(2, [2])).toEqual({ odd: false, untimed: false })
      await write(3, 1, { 'a.b': 1, a: { b: 2 } })
      expect(await asked(4, [2, 3, 4])).toEqual({ odd: false, untimed: false })
      expect(await asked(4, [2, 4])).toEqual({ odd: true, untimed: false })
      expect(await asked(4, [4])).toEqual({ odd: true, untimed: true })
      expect(await asked(1, [])).toEqual({ odd: true, untimed: true })
      expect(await asked(4, [], 'another')).toEqual({ odd: false, untimed: false })
    })
  })
}
