import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BulkSender } from './bulk-sender.ts'
import { freePort } from './collect-world.ts'
import { CutProxy } from './cut-proxy.ts'
import { byDepth, IS_QUICK } from './depth.ts'
import type { SensorProcess } from './sensor-world.ts'
import { SensorWorld } from './sensor-world.ts'

const LIMIT_MS = 180_000

/** Faults, one after the other. */
const ROUNDS = byDepth(0, 2, 50)

const FAULTS = ['the sensor is killed', 'the network is cut', 'the hub is killed', 'the network is down for a while'] as const

describe.skipIf(IS_QUICK)('a remote sensor', () => {
  let folder: string
  let world: SensorWorld
  let proxy: CutProxy
  let sensor: SensorProcess

  beforeAll(async () => {
    folder = mkdtempSync(join(realpathSync(tmpdir()), 'noroshi-sensor-'))
    world = await SensorWorld.make(folder)
    await world.hub.start()
    proxy = await CutProxy.to(world.port)
    sensor = await world.sensor('branch-1', '', proxy.port)
    await sensor.start()
  }, LIMIT_MS)

  afterAll(async () => {
    await world.stop()
    proxy.close()
    rmSync(folder, { recursive: true, force: true })
  }, LIMIT_MS)

  test('sends what it takes, and is shown with its sources', { timeout: LIMIT_MS }, async () => {
    await sendLines(sensor.ports.tcp, Array.from({ length: 100 }, (_, index) => `far message ${index}`))
    await expect.poll(async () => (await world.hub.messages('message:far*')).length, { timeout: 60_000, interval: 1_000 }).toBe(100)
    await expect.poll(() => world.list(), { timeout: 30_000, interval: 1_000 }).toMatchObject([
      { name: 'branch-1', state: 'reporting', wantedVersion: null, refused: 0, sources: { count: 2, wanted: 0, applied: 0, problem: null } }])
    const { code, stderr } = await sensor.run('enrol', (await world.hub.run('sensor', 'token', 'branch-1')).trim(), '--hub', `https://127.0.0.1:${world.port}`)
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining('is in use by process') })
  })

  test('has each record at the hub once that was acknowledged, whatever is killed or cut', { timeout: LIMIT_MS + ROUNDS * 40_000 }, async () => {
    const sender = new BulkSender(sensor.ports.http, 'bulk')
    const { acknowledged } = sender
    for (let round = 0; round < ROUNDS; round++) {
      const before = acknowledged.length
      await sleep(1_000 + Math.random() * 1_500)
      await cause(FAULTS[round % FAULTS.length]!)
      expect(acknowledged.length).toBeGreaterThan(before)
    }
    await sender.stop()
    await settled()
    const found = await world.hub.messages('message:bulk*')
    expect(found.length).toBe(new Set(found).size)
    const there = new Set(found)
    expect(acknowledged.filter(name => !there.has(name))).toEqual([])
    expect(found.length).toBeGreaterThanOrEqual(acknowledged.length)
    expect((await world.list())[0]).toMatchObject({ refused: 0 })
  })

  test('collects what its hub wants, is revoked there, keeps on, and sends all once it is enrolled again', { timeout: LIMIT_MS }, async () => {
    const [port, other] = [await freePort(), await freePort()]
    const wanted = join(folder, 'wanted.yml')
    writeFileSync(wanted, `sources:\n  - {name: more, kind: syslog, tcp: "127.0.0.1:${port}"}\n  - {name: docs, kind: bulk, http: "127.0.0.1:${other}"}\n`)
    await world.hub.run('sensor', 'configure', 'branch-1', wanted)
    await expect.poll(async () => (await world.list())[0]?.sources, { timeout: 40_000, interval: 1_000 }).toMatchObject({ count: 3, wanted: 1, applied: 1, problem: expect.stringContaining('docs') })
    await world.hub.run('sensor', 'revoke', 'branch-1')
    expect(await world.list()).toEqual([])
    await sendLines(port, ['revoked 1', 'revoked 2'])
    await expect.poll(() => sensor.log, { timeout: 30_000 }).toContain('the hub does not know this sensor')
    expect(await world.hub.messages('message:revoked*')).toEqual([])
    await sensor.stop()
    const { code } = await sensor.run('enrol', (await world.hub.run('sensor', 'token', 'branch-1')).trim(), '--hub', `https://127.0.0.1:${world.port}`)
    expect(code).toBe(0)
    await sensor.start()
    await expect.poll(() => world.hub.messages('message:revoked*'), { timeout: 40_000, interval: 1_000 }).toEqual(['revoked 1', 'revoked 2'])
  })

  async function sendLines(port: number, messages: readonly string[]): Promise<void> {
    const socket = connect(port, '127.0.0.1')
    socket.end(messages.map(message => `<13>1 - - app - - - ${message}\n`).join(''))
    await once(socket, 'close')
  }

  async function cause(fault: (typeof FAULTS)[number]): Promise<void> {
    if (fault === 'the sensor is killed') {
      await sensor.stop('SIGKILL')
      await sensor.start()
    } else if (fault === 'the hub is killed') {
      await world.hub.stop('SIGKILL')
      await world.hub.start()
    } else if (fault === 'the network is cut') {
      for (let cut = 0; cut < 10; cut++) {
        proxy.cut()
        await sleep(100)
      }
    } else {
      proxy.down()
      await sleep(2_000)
      proxy.up()
    }
  }

  /** When nothing is left anywhere. */
  async function settled(): Promise<void> {
    for (;;) {
      await sleep(3_000)
      const [first] = await world.list()
      const sources = (await world.hub.run('source', 'list', '--json')).split('\n').filter(line => line !== '').map(line => JSON.parse(line) as { lagSeconds: number })
      if (first?.state === 'reporting' && first.spool?.segments === 0 && sources.every(({ lagSeconds }) => lagSeconds === 0)) return
    }
  }
})
