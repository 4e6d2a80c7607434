import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SourceCollection } from '../src/pipeline/collect/source-collection.ts'
import { countedDigests, storeStatus } from '../src/pipeline/ingest/store-status.ts'
import { byDepth } from './depth.ts'
import { killChildOf } from './kill-child-of.ts'
import type { OpenStore } from './open-store.ts'
import { openStore } from './open-store.ts'
import { SmallDisk } from './small-disk.ts'

const LIMIT_MS = 300_000
/** At the normal depth the spool is killed alone, and the engines under an ingest. */
const ROUNDS = byDepth(0, 0, 50)

describe.skipIf(ROUNDS === 0)('a collection', () => {
  let opened: OpenStore
  let collection: SourceCollection
  /** What the spool lies on; null where this machine does not let us mount one. */
  let disk: SmallDisk | null
  /** Lines that were acknowledged, by source. */
  const kept: Record<string, number> = { one: 0, two: 0 }
  let isSending = true
  let sending: Promise<unknown>

  beforeAll(async () => {
    opened = await openStore({ house: { ruleDirectories: [] } })
    const { store, reading, data } = opened
    disk = SmallDisk.under(data.streams)
    collection = await SourceCollection.open({
      store, reading, limits: { reserveBytes: 0 }, durability: 'process', sealSeconds: 0.3, log: () => {}, inTurn: work => work(), fold: () => {},
      sources: Object.keys(kept).map(name => ({ source: { organisation: 'default', name, format: 'syslog' }, kind: 'syslog', receive: null })),
    })
    sending = Promise.all(Object.keys(kept).map(async name => {
      const spool = collection.spool(name)!
      while (isSending) {
        const lines = Array.from({ length: 50 }, (_, index) => `<13>1 - - app - - - ${name} ${kept[name]! + index}\n`)
        await spool.append({ lines: [Buffer.from(lines.join(''))], count: lines.length, received: Date.now() * 1_000, transport: 'tcp', sender: '192.0.2.1' })
        kept[name]! += lines.length
        await sleep(20)
      }
    }))
  }, LIMIT_MS)

  afterAll(async () => {
    isSending = false
    await collection.close()
    disk?.remove()
    await opened.close()
  }, LIMIT_MS)

  test.each(Array.from({ length: ROUNDS }, (_, round) => round))('loses and doubles nothing when engines are killed, round %i', { timeout: LIMIT_MS }, async () => {
    const { data } = opened
    const before = kept['one']!
    await sleep(500)
    killChildOf(join(data.run, 'clickhouse.pid'))
    await sleep(500)
    killChildOf(join(data.run, 'postgres.pid'))
    await sleep(500)
    expect(kept['one']!).toBeGreaterThan(before)
  })

  test('stops on a full disk without a torn record, and goes on', { timeout: LIMIT_MS }, async ({ skip }) => {
    if (disk === null) return skip('this machine does not let us mount a small disk')
    disk.fill()
    await expect.poll(() => collection.list('default').some(({ state, reason }) => state === 'paused' && reason!.startsWith('disk-full')), { timeout: 20_000 }).toBe(true)
    disk.empty()
    await expect.poll(() => collection.list('default').every(({ state }) => state === 'taking'), { timeout: 20_000 }).toBe(true)
  })

  test('has all that was acknowledged in the store, once', { timeout: LIMIT_MS }, async () => {
    isSending = false
    await sending
    await collection.settle()
    const total = kept['one']! + kept['two']!
    const { digests: { events }, chunks } = await storeStatus(opened.store)
    expect({ events: events.count, waiting: chunks.waiting, quarantined: chunks.quarantined }).toEqual({ events: total, waiting: 0, quarantined: 0 })
    expect((await countedDigests(opened.store)).events).toEqual(events)
    expect(collection.list('default').map(({ name, records, decodeErrors }) => ({ name, records, decodeErrors })))
      .toEqual(Object.entries(kept).map(([name, records]) => ({ name, records, decodeErrors: 0 })))
  })
})
