import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { IS_QUICK } from '../../../test/depth.ts'
import { openLedger } from '../ledger/ledger.ts'
import { abandonLoads } from '../ledger/load.ts'
import { scopePosition } from '../ledger/position.ts'
import { describeOverServers } from '../postgres/testing/test-servers.ts'
import { completeSensorLoad, failSensorLoad, openSensorLoad } from './sensor-load.ts'

// Starts servers: not at the quick depth.
describe.skipIf(IS_QUICK)('in the ledger', () => {
  describeOverServers('loads of what a sensor saw', server => {
    const newLedger = () => openLedger(server().postgres.pool, randomUUID())

    test('are seen from their completion on, and never when they were given up before it', async () => {
      const ledger = await newLedger()
      const [first, second, third] = [await openSensorLoad(ledger, 'one'), await openSensorLoad(ledger, 'one'), await openSensorLoad(ledger, 'one')]
      const hidden = async () => (await scopePosition(ledger)).hidden
      expect(await hidden()).toEqual([first, second, third])
      await completeSensorLoad(ledger, second)
      await failSensorLoad(ledger, first)
      expect(await hidden()).toEqual([first, third])
      // Whoever comes late changes nothing.
      await completeSensorLoad(ledger, first)
      await failSensorLoad(ledger, second)
      expect(await hidden()).toEqual([first, third])
    })

    test('of a program that is gone are given up at the next start, those of others are not', async () => {
      const ledger = await newLedger()
      const [gone, living] = [await openSensorLoad(ledger, 'gone'), await openSensorLoad(ledger, 'living')]
      expect(await abandonLoads(ledger, ['living'])).toBe(1)
      await completeSensorLoad(ledger, gone)
      await completeSensorLoad(ledger, living)
      expect((await scopePosition(ledger)).hidden).toEqual([gone])
    })
  })
})
