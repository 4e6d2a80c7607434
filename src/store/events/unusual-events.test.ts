import { beforeAll, expect, test } from 'vitest'
import { IS_QUICK } from '../../../test/depth.ts'
import { EventBatchBuilder } from '../../model/event-batch.ts'
import { Mappings } from '../../model/mappings.ts'
import type { Fields } from '../../model/value.ts'
import { migrateClickHouse } from '../clickhouse/migrate-clickhouse.ts'
import { describeWithClickHouse } from '../clickhouse/testing/with-clickhouse.ts'
import { EVENT_MIGRATIONS } from './event-migrations.ts'
import { writeBatches } from './testing/write-batch.ts'
import { knownUnusualEvents, unusualEvents } from './unusual-events.ts'

if (!IS_QUICK) {
  describeWithClickHouse('events that most stores have none of', (store, folder) => {
    const mappings = new Mappings([])
    const write = async (load: number, time: number | null, fields: Fields, dataset = 'd') => {
      const builder = new EventBatchBuilder()
      builder.add({ dataset, time, record: load, offset: load, length: 1, fields })
      await writeBatches(store(), folder(), { organisation: 'unusual', load, evidence: 'ab'.repeat(32), sensor: '' }, mappings, [builder.take()])
    }
    const asked = async (position: number, hiddenLoads: readonly number[], organisation = 'unusual') => {
      const reader = { client: store().client, scope: { organisation, position, hiddenLoads }, mappings, paths: new Map() }
      const { odd, untimed, worded, datasets } = await unusualEvents(reader)
      expect(knownUnusualEvents(reader)).toMatchObject({ odd, untimed, worded, datasets })
      return [...(odd ? ['odd'] : []), ...(untimed ? ['untimed'] : []), ...(worded ? ['worded'] : []), ...[...datasets ?? []].sort()]
    }

    beforeAll(async () => { await migrateClickHouse(store().client, EVENT_MIGRATIONS) })

    test('are known as soon as their load counts, and not before', async () => {
      await write(1, 1, { a: 'plain' })
      await write(2, null, { a: 'plain' }, 'e')
      expect(knownUnusualEvents({ client: store().client, scope: { organisation: 'unusual', position: 2, hiddenLoads: [2] }, mappings, paths: new Map() })).toBeNull()
      expect(await asked(2, [2])).toEqual(['d'])
      await write(3, 1, { 'a.b': 1, a: { b: 2 } })
      await write(5, 1, { a: ['one', 'two'] }, 'f')
      expect(await asked(4, [2, 3, 4])).toEqual(['d'])
      expect(await asked(4, [2, 4])).toEqual(['odd', 'd'])
      expect(await asked(4, [4])).toEqual(['odd', 'untimed', 'd', 'e'])
      expect(await asked(1, [])).toEqual(['odd', 'untimed', 'd', 'e'])
      expect(await asked(5, [4])).toEqual(['odd', 'untimed', 'worded', 'd', 'e', 'f'])
      expect(await asked(5, [4], 'another')).toEqual([])
    })
  })
}
