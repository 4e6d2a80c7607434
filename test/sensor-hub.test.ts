import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { readdirSync, rmSync, statSync } from 'node:fs'
import { Agent, request as secureRequest } from 'node:https'
import { connect } from 'node:net'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { zstdCompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { batchLineOf, segmentLineOf } from '../src/pipeline/collect/segment.ts'
import { SourceCollection } from '../src/pipeline/collect/source-collection.ts'
import { stoppedSource } from '../src/pipeline/collect/source-view.ts'
import { storeStatus } from '../src/pipeline/ingest/store-status.ts'
import { sourcesSchema } from '../src/platform/config/source-schemas.ts'
import type { HubAnswer } from '../src/sensor/ask-hub.ts'
import { askHub } from '../src/sensor/ask-hub.ts'
import { HubClient } from '../src/sensor/hub-client.ts'
import { FarSensor } from '../src/sensor/far-sensor.ts'
import { enrol } from '../src/sensor/enrol.ts'
import type { SensorIdentity } from '../src/sensor/sensor-identity.ts'
import { signCertificate } from '../src/server/certificate/sign-certificate.ts'
import type { SensorAuthority } from '../src/server/sensors/sensor-authority.ts'
import { keptAuthority } from '../src/server/sensors/sensor-authority.ts'
import { SensorHub } from '../src/server/sensors/sensor-hub.ts'
import { HUB_NAME } from '../src/server/sensors/sensor-protocol.ts'
import { openLedger } from '../src/store/ledger/ledger.ts'
import { auditEntries } from '../src/store/ledger/audit.ts'
import { setSensorSources } from '../src/store/sensors/sensor-sources.ts'
import { revokeSensor } from '../src/store/sensors/sensor.ts'
import { makeSensorToken } from '../src/store/sensors/sensor-token.ts'
import { freePort } from './collect-world.ts'
import { CutProxy } from './cut-proxy.ts'
import { IS_QUICK } from './depth.ts'
import type { OpenStore } from './open-store.ts'
import { openStore } from './open-store.ts'
import { SmallDisk } from './small-disk.ts'
import { temporaryFolder } from './temporary-folder.ts'

const LIMIT_MS = 120_000

describe.skipIf(IS_QUICK)('the hub of sensors', () => {
  let opened: OpenStore
  let collection: SourceCollection
  let hub: SensorHub
  let authority: SensorAuthority
  let url: string
  /** Of branch-1 in default, and of branch-2 in elsewhere. */
  let one: SensorIdentity
  let two: SensorIdentity

  beforeAll(async () => {
    opened = await openStore({ house: { ruleDirectories: [] } })
    const { store, reading, data } = opened
    await openLedger(store.ledger.pool, 'elsewhere')
    collection = await SourceCollection.open({
      store, reading, limits: { reserveBytes: 0 }, durability: 'process', sealSeconds: 1, log: () => {}, inTurn: work => work(), fold: () => {}, sources: [],
    })
    authority = keptAuthority(join(data.path, 'sensor-authority'), Date.now())
    hub = await SensorHub.open({ pool: store.ledger.pool, sources: collection, authority, host: '127.0.0.1', port: 0, version: '1.0.0', watchOrder: () => null, log: () => {} })
    url = `https://127.0.0.1:${hub.port}`
    one = await enrolled('branch-1', 'default')
    two = await enrolled('branch-2', 'elsewhere')
  }, LIMIT_MS)

  afterAll(async () => {
    await hub.close()
    await collection.close()
    await opened.close()
  }, LIMIT_MS)

  const token = async (name: string, organisation = 'default') =>
    `${await makeSensorToken(opened.store.ledger.pool, { organisation, name, minutes: 5, person: 'anna' })}.${authority.fingerprint}`
  const enrolled = async (name: string, organisation: string) => enrol(join(opened.data.path, 'sensors', organisation, name), url, await token(name, organisation))

  const ask = async ({ key, certificate }: { readonly key?: string, readonly certificate?: string }, method: string, path: string, body: string | Readable, headers: Record<string, string | number> = {}): Promise<HubAnswer> => {
    const agent = new Agent({ ca: [authority.certificate], ...(key === undefined ? {} : { key, cert: certificate }), servername: HUB_NAME, maxCachedSessions: 0 })
    try {
      return await askHub(new URL(path, url), { agent, servername: HUB_NAME, method, headers }, body)
    } finally {
      agent.destroy()
    }
  }
  const send = (identity: SensorIdentity, source: string, sequence: number, content: Buffer, more: Readonly<Record<string, string | number>> = {}, packed: Buffer | Readable = zstdCompressSync(content)) =>
    ask(identity, 'PUT', `/v1/segments/${source}/${sequence}`, packed instanceof Readable ? packed : Readable.from([packed]), {
      'noroshi-bytes': content.length, 'noroshi-sha256': createHash('sha256').update(content).digest('hex'), 'noroshi-previous': sequence - 1, ...more,
    })
  const report = (identity: SensorIdentity, more: object = {}) => ask(identity, 'POST', '/v1/report', JSON.stringify({
    time: Date.now(), version: '1.0.0', spool: { bytes: 0, limitBytes: 1, segments: 0 }, memoryBytes: 1, refused: 0, applied: { version: 0, problem: null }, sources: [], ...more,
  }))
  /** Everything that segments became here. */
  const files = () => readdirSync(opened.data.streams, { recursive: true }).map(String)
    .filter(name => statSync(join(opened.data.streams, name)).isFile() && !name.endsWith('/received'))

  test('enrols whoever has a token once; who asks again with the same key is the same, and nobody else is', { timeout: LIMIT_MS }, async () => {
    const folder = temporaryFolder()
    const given = await token('branch-3')
    const body = (publicKey: string) => JSON.stringify({ token: given.split('.')[0], publicKey })
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256', publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } })
    const answers = await Promise.all([1, 2, 3].map(() => ask({}, 'POST', '/v1/enrol', body(publicKey))))
    expect(new Set(answers.map(({ status, body: answer }) => JSON.stringify([status, (answer as { id: string }).id]))).size).toBe(1)
    await expect(enrol(folder, url, given)).rejects.toThrow('does not take this token')
    await expect(enrol(folder, url, `${given.split('.')[0]}.${'0'.repeat(64)}`)).rejects.toThrow('not the hub that made the token')
    await expect(enrol(folder, url, 'nonsense')).rejects.toThrow('no token')
    await opened.store.ledger.pool.query('update sensor_token set expires_at = now() where name = $1', ['branch-3'])
    expect((await ask({}, 'POST', '/v1/enrol', body(publicKey))).status).toBe(403)
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } })
    for (const wrong of [body(rsa.publicKey), body('x'), '{}', 'no json', 'x'.repeat(20_000)]) expect((await ask({}, 'POST', '/v1/enrol', wrong)).status).toBe(400)
    expect(hub.list('default').map(({ name }) => name)).toContain('branch-3')
    expect(JSON.stringify((await opened.store.ledger.pool.query('select * from sensor_token')).rows)).not.toContain(given.slice(0, 40))
    expect((await auditEntries(opened.store.ledger, 100)).map(({ action, person }) => `${action} ${person}`)).toEqual(expect.arrayContaining(['sensor.token anna', 'sensor.enrol anna']))
  })

  test('takes nothing without a certificate of its own authority that is still in use', { timeout: LIMIT_MS }, async () => {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const key = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    const self = { subject: one.id, ...pair }
    const other = keptAuthority(temporaryFolder(), Date.now())
    const others = {
      'none': {},
      'that signs itself': { key, certificate: signCertificate({ subject: one.id, publicKey: pair.publicKey, use: 'client', days: 1 }, self, Date.now()) },
      'of another authority': { key, certificate: other.issue(one.id, pair.publicKey, Date.now()) },
      'that has ended': { key, certificate: authority.issue(one.id, pair.publicKey, Date.now() - 400 * 86_400_000) },
      'of nobody known': { key, certificate: authority.issue('00000000-0000-4000-8000-000000000000', pair.publicKey, Date.now()) },
      'of the hub itself': authority.hubCertificate(Date.now()),
      'that a sensor signed': { key, certificate: signCertificate({ subject: two.id, publicKey: pair.publicKey, use: 'client', days: 1 }, { subject: one.id, ...keysOf(one) }, Date.now()) },
    }
    for (const [what, identity] of Object.entries(others)) {
      for (const [method, path] of [['POST', '/v1/report'], ['PUT', '/v1/segments/far/1'], ['POST', '/v1/certificate'], ['GET', '/'], ['GET', '/v1/segments/far/1']] as const) {
        expect((await ask(identity, method, path, method === 'GET' ? '' : '{}')).status, `${what} ${path}`).toBe(401)
      }
    }
    expect((await report(one)).status).toBe(200)
  })

  test('a revoked sensor is refused at once, over a connection that is open too, and one that takes its name is another', { timeout: LIMIT_MS }, async () => {
    const old = await enrolled('branch-4', 'default')
    const agent = new Agent({ ca: [authority.certificate], key: old.key, cert: old.certificate, servername: HUB_NAME, keepAlive: true, maxSockets: 1 })
    const again = () => askHub(new URL('/v1/certificate', url), { agent, servername: HUB_NAME, method: 'POST' }, JSON.stringify({ publicKey: keysOf(old).publicKey.export({ type: 'spki', format: 'pem' }) }))
    expect((await again()).status).toBe(200)
    const anew = await enrolled('branch-4', 'default')
    expect((await again()).status).toBe(401)
    expect((await report(anew)).status).toBe(200)
    expect(await revokeSensor(opened.store.ledger.pool, { organisation: 'elsewhere', name: 'branch-4', person: 'anna' })).toBe(null)
    expect(await revokeSensor(opened.store.ledger.pool, { organisation: 'default', name: 'branch-4', person: 'anna' })).toBe(anew.id)
    await hub.changed()
    expect((await report(anew)).status).toBe(401)
    agent.destroy()
  })

  test('renews a certificate for another key, long before its end', { timeout: LIMIT_MS }, async () => {
    const client = new HubClient(one, url)
    const inDays = (days: number) => Date.now() + days * 86_400_000
    expect([client.isRenewalDue(inDays(0)), client.isRenewalDue(inDays(200)), client.isRenewalDue(inDays(300))]).toEqual([false, false, true])
    const renewed = await client.renew()
    client.close()
    expect([renewed.id, renewed.key === one.key, renewed.certificate === one.certificate]).toEqual([one.id, false, false])
    expect([(await report(renewed)).status, (await report(one)).status]).toEqual([200, 200])
  })

  test('keeps what a sensor sends under the organisation it was enrolled for, whatever it says', { timeout: LIMIT_MS }, async () => {
    const content = segment('far@branch-2', 1, 'of elsewhere')
    expect(await send(two, 'far', 1, content, { 'noroshi-organisation': 'default' })).toMatchObject({ status: 200, body: { kind: 'taken' } })
    expect(await send(two, 'far', 1, content)).toMatchObject({ status: 200, body: { kind: 'known' } })
    await collection.settle()
    const { ledger } = opened.store
    const counted = async (organisation: string) => (await storeStatus({ ...opened.store, ledger: { ...ledger, organisation } })).digests.events.count
    expect([await counted('elsewhere'), await counted('default')]).toEqual([1, 0])
  })

  test('refuses what a hostile sensor sends, and keeps nothing of it', { timeout: LIMIT_MS }, async () => {
    const before = files()
    const good = segment('far@branch-1', 1, 'x')
    const zeros = zstdCompressSync(Buffer.alloc(300_000_000))
    const statuses: Record<string, number> = {}
    const tries: Record<string, () => Promise<HubAnswer>> = {
      'another sensor\'s name': () => send(one, 'far', 1, segment('far@branch-2', 1, 'x')),
      'a source of the hub': () => send(one, 'far', 1, segment('noroshi', 1, 'x')),
      'a path for a name': () => send(one, '..%2f..%2fx', 1, good),
      'a name with another sensor in it': () => send(one, 'far@branch-2', 1, good),
      'an endless name': () => send(one, 'x'.repeat(64), 1, good),
      'no number': () => send(one, 'far', Number.NaN, good),
      'the number 0': () => send(one, 'far', 0, good),
      'another number': () => send(one, 'far', 2, good),
      'another sum': () => send(one, 'far', 1, good, { 'noroshi-sha256': 'f'.repeat(64) }),
      'no sum': () => send(one, 'far', 1, good, { 'noroshi-sha256': '../../etc' }),
      'a bomb': () => send(one, 'far', 1, good, {}, zeros),
      'a bomb that is announced': () => send(one, 'far', 1, good, { 'noroshi-bytes': 300_000_000 }, zeros),
      'nothing packed': () => send(one, 'far', 1, good, {}, good),
      'half of it': () => send(one, 'far', 1, good, {}, zstdCompressSync(good).subarray(0, 20)),
      'nothing': () => send(one, 'far', 1, good, {}, Buffer.alloc(0)),
      'a report that is none': () => ask(one, 'POST', '/v1/report', '{"version":1}'),
      'a report of a source with a path for a name': () => report(one, { sources: [stoppedSource('../x', 'syslog')] }),
      'a report that is too long': () => report(one, { version: 'x'.repeat(1_500_000) }),
    }
    for (const [what, run] of Object.entries(tries)) statuses[what] = (await run()).status
    expect(Object.entries(statuses).filter(([, status]) => status !== 400 && status !== 422 && status !== 404)).toEqual([])
    // Frames that unpack to nothing, without end: the connection is cut.
    const skipped = Buffer.alloc(1_000_008)
    skipped.writeUInt32LE(0x184d2a50, 0)
    skipped.writeUInt32LE(1_000_000, 4)
    await expect(send(one, 'far', 1, good, {}, Readable.from((function* () { for (let sent = 0; sent < 200; sent++) yield skipped })()))).rejects.toThrow(/hang up|ECONNRESET|EPIPE|closed/)
    await sleep(50)
    expect(files()).toEqual(before)
    expect(process.memoryUsage.rss()).toBeLessThan(1_000_000_000)
    expect(await send(one, 'far', 1, good)).toMatchObject({ status: 200, body: { kind: 'taken' } })
  })

  test('takes from a sensor again that was cut in the middle', { timeout: LIMIT_MS }, async () => {
    const content = segment('cut@branch-1', 1, 'y'.repeat(100_000))
    const packed = zstdCompressSync(content)
    const broken = secureRequest(new URL('/v1/segments/cut/1', url), {
      method: 'PUT', ca: [authority.certificate], key: one.key, cert: one.certificate, servername: HUB_NAME,
      headers: { 'noroshi-bytes': content.length, 'noroshi-sha256': createHash('sha256').update(content).digest('hex'), 'noroshi-previous': 0, 'content-length': packed.length },
    }).on('error', () => {})
    broken.write(packed.subarray(0, packed.length / 2))
    await sleep(100)
    broken.destroy()
    expect(await send(one, 'cut', 1, content)).toMatchObject({ status: 200, body: { kind: 'taken' } })
  })

  test('gets what waits on a sensor whose disk is full, which makes room there', { timeout: LIMIT_MS }, async ({ skip }) => {
    const folder = temporaryFolder({ 'streams/x': '' })
    const disk = SmallDisk.under(join(folder, 'streams'))
    if (disk === null) return skip('this machine does not let us mount a small disk')
    onTestFinished(() => disk.remove())
    rmSync(join(folder, 'streams/x'))
    const proxy = await CutProxy.to(hub.port)
    onTestFinished(() => proxy.close())
    proxy.down()
    const port = await freePort()
    const sensor = await FarSensor.start({
      identity: await enrolled('full', 'default'), hub: `https://127.0.0.1:${proxy.port}`, data: { path: folder, streams: join(folder, 'streams') },
      sources: sourcesSchema.parse([{ name: 'far', kind: 'syslog', tcp: `127.0.0.1:${port}` }]), kinds: [], limits: { spoolBytes: 1e9, reserveBytes: 100_000 },
      durability: 'process', sealSeconds: 0.2, version: '1.0.0', log: () => {},
    })
    onTestFinished(() => sensor.close())
    const sender = connect(port, '127.0.0.1').on('error', () => {})
    onTestFinished(() => void sender.destroy())
    sender.write(`<13>1 - - app - - - ${'x'.repeat(50_000)}\n`)
    await expect.poll(() => sensor.report().spool.segments, { timeout: 10_000 }).toBe(1)
    disk.fill()
    sender.write('<13>1 - - app - - - waits\n')
    await expect.poll(() => sensor.report().sources[0], { timeout: 10_000 }).toMatchObject({ state: 'paused', reason: expect.stringContaining('disk-full') })
    proxy.up()
    await expect.poll(() => sensor.report().spool.segments, { timeout: 40_000 }).toBe(0)
    disk.empty()
    await expect.poll(() => sensor.report().sources[0], { timeout: 10_000 }).toMatchObject({ state: 'taking', records: 2 })
  })

  test('tells sensors what to collect and which version it wants, and shows what they say', { timeout: LIMIT_MS }, async () => {
    const { pool } = opened.store.ledger
    const wanted = [{ name: 'firewall', kind: 'syslog', udp: '0.0.0.0:514' }]
    expect((await setSensorSources(pool, { organisation: 'default', name: 'branch-1', sources: wanted, person: 'anna' })).version).toBe(1)
    expect((await setSensorSources(pool, { organisation: 'default', name: 'branch-1', sources: wanted, person: 'anna' })).version).toBe(1)
    await hub.changed()
    const view = { ...stoppedSource('firewall', 'syslog'), state: 'taking', rate: 12.5, lagSeconds: 3, dropped: 7 }
    expect(await report(one, { version: '0.9.0', time: Date.now() + 60_000, sources: [view] })).toMatchObject({ body: { version: '1.0.0', sources: { version: 1, entries: wanted } } })
    expect((await report(two)).body).toMatchObject({ sources: { version: 0, entries: [] } })
    const [shown] = hub.list('default').filter(({ name }) => name === 'branch-1')
    expect(shown).toMatchObject({ state: 'reporting', version: '0.9.0', wantedVersion: '1.0.0', rate: 12.5, lagSeconds: 3, dropped: 7, sources: { count: 1, wanted: 1, applied: 0 } })
    expect(Math.abs(shown!.clockDifferenceMs! - 60_000)).toBeLessThan(2_000)
    expect(collection.list('default').find(({ name }) => name === 'firewall@branch-1')).toMatchObject({ state: 'taking', rate: 12.5, dropped: 7 })
    expect(collection.list('elsewhere').map(({ name }) => name)).not.toContain('firewall@branch-1')
  })
})

function keysOf({ key }: SensorIdentity) {
  const privateKey = createPrivateKey(key)
  return { privateKey, publicKey: createPublicKey(privateKey) }
}

function segment(source: string, sequence: number, text: string): Buffer {
  const lines = [Buffer.from(`${text}\n`)]
  const received = Date.now() * 1_000
  return Buffer.concat([segmentLineOf({ source, sequence, format: 'text', opened: received }), batchLineOf(lines, { received, transport: 'tcp', sender: null }), ...lines])
}
