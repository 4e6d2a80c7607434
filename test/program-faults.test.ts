import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BulkSender } from './bulk-sender.ts'
import { CollectWorld, freePort } from './collect-world.ts'
import { byDepth } from './depth.ts'
import { killChildOf } from './kill-child-of.ts'
import { SmallDisk } from './small-disk.ts'

const LIMIT_MS = 300_000
/** At the normal depth the spool, the engines and the program are killed each alone. */
const ROUNDS = byDepth(0, 0, 50)

const FAULTS = ['ClickHouse is killed', 'PostgreSQL is killed', 'the program is killed', 'its disk is full', 'both engines are killed'] as const

describe.skipIf(ROUNDS === 0)('noroshi up, with a source that never stops sending', () => {
  let folder: string
  let world: CollectWorld
  let sender: BulkSender
  /** Under the whole data folder; null where this machine does not let us mount one. */
  let disk: SmallDisk | null
  const data = () => join(folder, 'data')

  beforeAll(async () => {
    folder = mkdtempSync(join(realpathSync(tmpdir()), 'noroshi-faults-'))
    mkdirSync(data(), { mode: 0o700 })
    disk = SmallDisk.under(data())
    const port = await freePort()
    world = await CollectWorld.make(folder, [`{name: docs, kind: bulk, http: "127.0.0.1:${port}"}`])
    await world.start()
    sender = new BulkSender(port, 'sent')
  }, LIMIT_MS)

  afterAll(async () => {
    await sender.stop()
    await world.stop()
    disk?.remove()
    rmSync(folder, { recursive: true, force: true })
  }, LIMIT_MS)

  test.each(Array.from({ length: ROUNDS }, (_, round) => [round, FAULTS[round % FAULTS.length]!] as const))('goes on taking in round %i, when %s', { timeout: LIMIT_MS }, async (_, fault) => {
    await sleep(500 + Math.random() * 1_500)
    if (fault === 'its disk is full') {
      if (disk === null) return
      disk.fill(200_000)
      await sleep(3_000)
      disk.empty()
    }
    if (fault === 'ClickHouse is killed' || fault === 'both engines are killed') killChildOf(join(data(), 'run/clickhouse.pid'))
    if (fault === 'PostgreSQL is killed' || fault === 'both engines are killed') killChildOf(join(data(), 'run/postgres.pid'))
    if (fault === 'the program is killed') {
      await world.stop('SIGKILL')
      await world.start()
    }
    const before = sender.acknowledged.length
    await expect.poll(() => sender.acknowledged.length, { timeout: 60_000 }).toBeGreaterThan(before)
  })

  test('has run with its disk full', ({ skip }) => {
    if (disk === null) skip('this machine does not let us mount a small disk')
  })

  test('has each record once that it acknowledged', { timeout: 2 * LIMIT_MS }, async () => {
    await sender.stop()
    await expect.poll(async () => {
      const sources = (await world.run('source', 'list', '--json')).split('\n').filter(line => line !== '').map(line => JSON.parse(line) as { lagSeconds: number })
      return sources.length === 2 && sources.every(({ lagSeconds }) => lagSeconds === 0)
    }, { timeout: LIMIT_MS, interval: 3_000 }).toBe(true)
    const found = await world.messages('message:sent*')
    const there = new Set(found)
    expect(found.length).toBe(there.size)
    expect(sender.acknowledged.filter(name => !there.has(name))).toEqual([])
    expect(sender.acknowledged.length).toBeGreaterThan(ROUNDS * 10)
    const { digests, counted } = JSON.parse(await world.run('status', '--verify', '--json')) as { digests: { events: object }, counted: { events: object } }
    expect(counted.events).toEqual(digests.events)
  })
})
