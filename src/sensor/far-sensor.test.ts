import { createPublicKey } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { freePort } from '../../test/collect-world.ts'
import { IS_QUICK } from '../../test/depth.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { sourcesSchema } from '../platform/config/source-schemas.ts'
import { keptAuthority } from '../server/sensors/sensor-authority.ts'
import type { SensorParts } from './far-sensor.ts'
import { FarSensor, sensorFolder } from './far-sensor.ts'
import { keepHubSources } from './hub-sources.ts'
import { newKeyPair } from './sensor-identity.ts'

const LIMIT_MS = 30_000

/** One whose hub is nowhere. */
async function start(path: string, sources: unknown, more: Partial<SensorParts> = {}): Promise<FarSensor> {
  const streams = join(path, 'streams')
  mkdirSync(streams, { recursive: true })
  const authority = keptAuthority(join(path, 'authority'), Date.now())
  const { privateKey, publicKey } = newKeyPair()
  const id = '00000000-0000-4000-8000-000000000000'
  const hub = `https://127.0.0.1:${await freePort()}`
  const sensor = await FarSensor.start({
    identity: { id, name: 'branch-1', hub, key: privateKey, certificate: authority.issue(id, createPublicKey(publicKey), Date.now()), authority: authority.certificate }, hub,
    data: { path, streams }, sources: sourcesSchema.parse(sources), kinds: ['syslog'], limits: { spoolBytes: 200_000, reserveBytes: 0 }, durability: 'process', sealSeconds: 0.1, version: '1.0.0', log: () => {}, ...more,
  })
  onTestFinished(() => sensor.close())
  return sensor
}

describe.skipIf(IS_QUICK)('a sensor whose hub is away', () => {
  test('keeps as much as it may, then slows senders over TCP and counts datagrams that it drops', { timeout: LIMIT_MS }, async () => {
    const [tcp, udp] = [await freePort(), await freePort()]
    const sensor = await start(temporaryFolder(), [{ name: 'far', kind: 'syslog', tcp: `127.0.0.1:${tcp}`, udp: `127.0.0.1:${udp}` }])
    const sender = connect(tcp, '127.0.0.1').on('error', () => {})
    onTestFinished(() => void sender.destroy())
    await once(sender, 'connect')
    const line = Buffer.from(`<13>1 - - app - - - ${'x'.repeat(1_000)}\n`)
    const written = () => sender.bytesWritten - sender.writableLength
    const writing = setInterval(() => { if (sender.writableLength < 1_000_000) for (let count = 0; count < 100; count++) sender.write(line) }, 5)
    onTestFinished(() => clearInterval(writing))
    await expect.poll(() => sensor.report().sources[0], { timeout: 10_000 }).toMatchObject({ name: 'far', state: 'paused', reason: expect.stringContaining('behind') })
    const { spool } = sensor.report()
    expect(spool.segments).toBeGreaterThan(0)
    expect(spool.bytes).toBeLessThan(200_000 + 32 * 1024 * 1024)
    const taken = sensor.report().sources[0]!.records
    const datagrams = createSocket('udp4')
    onTestFinished(() => void datagrams.close())
    await expect.poll(() => {
      for (let count = 0; count < 200; count++) datagrams.send(line, udp, '127.0.0.1')
      return sensor.report().sources[0]!.dropped
    }, { timeout: 15_000 }).toBeGreaterThan(0)
    // What the kernel holds is all that a sender got rid of meanwhile.
    expect(sensor.report().sources[0]!.records).toBe(taken)
    expect(written()).toBeLessThan(100_000_000)
  })

  test('has after a restart what it took, also of sources that are not wanted any more, and what its hub wanted last', { timeout: LIMIT_MS }, async () => {
    const folder = temporaryFolder()
    const ports = [await freePort(), await freePort()]
    const first = await start(folder, [{ name: 'one', kind: 'syslog', tcp: `127.0.0.1:${ports[0]}` }])
    await send(ports[0]!, 'kept')
    await expect.poll(() => first.report().sources[0]!.records).toBe(1)
    await first.close()
    keepHubSources(sensorFolder({ path: folder }), { version: 7, entries: [{ name: 'two', kind: 'syslog', tcp: `127.0.0.1:${ports[1]}` }, { name: 'three', kind: 'bulk', http: '127.0.0.1:0' }] })
    const second = await start(folder, [])
    expect(second.report()).toMatchObject({
      spool: { segments: 1 }, applied: { version: 7, problem: 'three: sources of the kind bulk are not allowed here (sensor.kinds)' }, sources: [{ name: 'two', state: 'taking' }],
    })
    await send(ports[1]!, 'too')
    await expect.poll(() => second.report().spool.segments).toBe(2)
    const files = readdirSync(join(folder, 'streams/sensor'))
    expect(files.sort()).toEqual(['one@branch-1', 'two@branch-1'])
    expect(readFileSync(join(folder, 'streams/sensor/one@branch-1/000000000001.sealed'), 'utf8')).toMatch(/"source":"one@branch-1".*kept/s)
  })

  test('waits for what its hub has not told so far, and says so without an error', { timeout: LIMIT_MS }, async () => {
    const logged: (readonly [string, string])[] = []
    const sensor = await start(temporaryFolder(), [], { telescope: { interface: 'lo' }, log: (level, message) => logged.push([level, message]) })
    expect(logged.filter(([, message]) => message.startsWith('source'))).toEqual([['info', 'source waits']])
    expect(sensor.report().sources).toMatchObject([{ name: 'telescope', reason: expect.stringContaining('named no unused space') }])
  })

  test('does without what its hub wanted when that is damaged, or nothing that it knows', { timeout: LIMIT_MS }, async () => {
    const folder = temporaryFolder()
    mkdirSync(sensorFolder({ path: folder }))
    writeFileSync(join(sensorFolder({ path: folder }), 'sources.json'), '{"version":')
    expect((await start(folder, [])).report()).toMatchObject({ applied: { version: 0, problem: null }, sources: [] })
    const other = temporaryFolder()
    mkdirSync(sensorFolder({ path: other }))
    keepHubSources(sensorFolder({ path: other }), { version: 2, entries: [{ name: 'x', kind: 'smoke signals' }] })
    expect((await start(other, [])).report()).toMatchObject({ applied: { version: 2, problem: expect.stringContaining('not understood here') }, sources: [] })
    expect(existsSync(join(other, 'streams/sensor'))).toBe(false)
  })
})

async function send(port: number, text: string): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  socket.end(`<13>1 - - app - - - ${text}\n`)
  await once(socket, 'close')
}
