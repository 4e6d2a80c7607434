import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sourceSchema } from '../src/pipeline/collect/source-view.ts'
import { captureHeader, captureRecord } from '../src/observe/packet/write-capture.ts'
import { CollectWorld, freePort } from './collect-world.ts'
import { IS_QUICK } from './depth.ts'

const SOFTFLOWD = '/usr/sbin/softflowd'
const PMACCTD = '/usr/sbin/pmacctd'
const LIMIT_MS = 120_000
const CLIENT = 0x0a000105
const SERVER = 0xcb007109

/** Real exporters read a capture and export what they saw to a running server. */
describe.skipIf(IS_QUICK)('exported flows', () => {
  let folder: string
  let world: CollectWorld
  let port: number
  let capture: string

  beforeAll(async () => {
    folder = mkdtempSync(join(realpathSync(tmpdir()), 'noroshi-flows-'))
    port = await freePort()
    capture = join(folder, 'exchange.pcap')
    writeFileSync(capture, exchange())
    world = await CollectWorld.make(folder, [`{name: routers, kind: flows, udp: "127.0.0.1:${port}"}`])
    await world.start()
  }, LIMIT_MS)

  afterAll(async () => {
    await world.stop()
    rmSync(folder, { recursive: true, force: true })
  }, LIMIT_MS)

  const found = async (type: string) => (await world.run('hunt', `_dataset:flows.* and flow_type:${type}`, '--json', '--limit', '1000'))
    .split('\n').filter(line => line !== '').map(line => (JSON.parse(line) as { fields: Record<string, unknown> }).fields)

  test.skipIf(!existsSync(SOFTFLOWD)).each([['netflow5', '5'], ['netflow9', '9'], ['ipfix', '10']])('of softflowd: %s', { timeout: LIMIT_MS }, async (type, version) => {
    spawnSync(SOFTFLOWD, ['-r', capture, '-n', `127.0.0.1:${port}`, '-v', version], { timeout: 20_000 })
    await expect.poll(() => found(type), { timeout: 40_000, interval: 1_000 }).toHaveLength(2)
    const flows = await found(type)
    expect(flows).toContainEqual(expect.objectContaining({ 'id.orig_h': '10.0.1.5', 'id.orig_p': 40_000, 'id.resp_h': '203.0.113.9', 'id.resp_p': 443, 'proto': 'tcp', 'orig_pkts': 4, 'orig_bytes': 260, 'tcp_flags': 'SFA' }))
    expect(flows).toContainEqual(expect.objectContaining({ 'id.orig_h': '203.0.113.9', 'id.resp_h': '10.0.1.5', 'orig_pkts': 2, 'orig_bytes': 580 }))
    const sources = (await world.run('source', 'list', '--json')).trim().split('\n').map(line => sourceSchema.parse(JSON.parse(line)))
    expect(sources.find(({ name }) => name === 'routers')).toMatchObject({ kind: 'flows', malformed: 0, decodeErrors: 0 })
  })

  test.skipIf(!existsSync(PMACCTD))('of pmacctd: sampled packets as sFlow', { timeout: LIMIT_MS }, async () => {
    const config = join(folder, 'pmacct.conf')
    writeFileSync(config, `daemonize: false\npcap_savefile: ${capture}\nplugins: sfprobe\nsfprobe_receiver: 127.0.0.1:${port}\nsampling_rate: 1\npcap_savefile_wait: 2\n`)
    spawnSync(PMACCTD, ['-f', config], { timeout: 20_000 })
    await expect.poll(() => found('sflow5'), { timeout: 40_000, interval: 1_000 }).toHaveLength(6)
    expect(await found('sflow5')).toContainEqual(expect.objectContaining({ 'id.orig_h': '10.0.1.5', 'id.resp_p': 443, 'tcp_flags': 'S', 'orig_pkts': 1, 'sampling_interval': 1 }))
  })
})

/** SYN, its answer, a request, its answer, and the end: four packets there, two back. */
function exchange(): Uint8Array {
  const time = Date.UTC(2026, 9, 1, 3) * 1_000
  const packet = (index: number, isAnswer: boolean, flags: number, bytes: number) => captureRecord(time + index * 1_000, {
    source: isAnswer ? SERVER : CLIENT, destination: isAnswer ? CLIENT : SERVER, ttl: 64, id: index,
    content: { kind: 'tcp', sourcePort: isAnswer ? 443 : 40_000, destinationPort: isAnswer ? 40_000 : 443, sequence: index, acknowledgement: index, flags, window: 1_000, payload: new Uint8Array(bytes) },
  })
  return Buffer.concat([captureHeader(), packet(0, false, 2, 0), packet(1, true, 0x12, 0), packet(2, false, 0x10, 100), packet(3, true, 0x10, 500), packet(4, false, 0x10, 0), packet(5, false, 0x11, 0)])
}
