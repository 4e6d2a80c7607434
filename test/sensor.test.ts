import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { IS_QUICK } from './depth.ts'
import { SensorWorld } from './sensor-world.ts'

const LIMIT_MS = 120_000

describe.skipIf(IS_QUICK)('a remote sensor', () => {
  let folder: string
  let world: SensorWorld

  beforeAll(async () => {
    folder = mkdtempSync(join(realpathSync(tmpdir()), 'noroshi-sensor-'))
    world = await SensorWorld.make(folder)
    await world.hub.start()
  }, LIMIT_MS)

  afterAll(async () => {
    await world.stop()
    rmSync(folder, { recursive: true, force: true })
  }, LIMIT_MS)

  test('is enrolled with a token, once, and sends what it takes', { timeout: LIMIT_MS }, async () => {
    const sensor = await world.sensor('branch-1')
    await sensor.start()
    const socket = connect(sensor.ports.tcp, '127.0.0.1')
    socket.end(Array.from({ length: 100 }, (_, index) => `<13>1 - - app - - - far message ${index}\n`).join(''))
    await once(socket, 'close')
    await expect.poll(async () => (await world.hub.messages('message:far*')).length, { timeout: 30_000, interval: 1_000 }).toBe(100)
    await expect.poll(() => world.list(), { timeout: 20_000, interval: 1_000 }).toMatchObject([{ name: 'branch-1', state: 'reporting', wantedVersion: null, refused: 0 }])
  })
})
