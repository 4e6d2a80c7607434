import { once } from 'node:events'
import { createWriteStream, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { generateConfigSchema } from '../src/observe/telescope/generate/generate-config.ts'
import { generateTraffic } from '../src/observe/telescope/generate/generate-traffic.ts'
import type { Truth } from '../src/observe/telescope/generate/truth-schema.ts'
import { warningSchema } from '../src/observe/telescope/telescope-schema.ts'
import { captureHeader, captureRecord } from '../src/observe/packet/write-capture.ts'
import { IS_QUICK } from './depth.ts'
import { runNoroshi, runProgram } from './run-noroshi.ts'
import type { SensorProcess } from './sensor-world.ts'
import { SensorWorld } from './sensor-world.ts'

const LIMIT_MS = 180_000

/** Two members watch their own unused space, one registers prefixes only, and one has nothing that anybody sees. */
const MEMBERS = [
  { name: 'Example University', id: 'university', used: ['203.0.113.0/25'], unused: ['198.18.0.0/24'], infected: 4, attacked: 1, spoofed: 60 },
  { name: 'Example City', id: 'city', used: ['192.0.2.0/24'], unused: ['198.18.1.0/24'], infected: 3, attacked: 1, spoofed: 0 },
  { name: 'Example Hospital', id: 'hospital', used: ['198.51.100.0/24'], unused: [], infected: 1, attacked: 0, spoofed: 0 },
  { name: 'Example Library', id: 'library', used: ['203.0.113.128/25'], unused: [], infected: 0, attacked: 0, spoofed: 0 },
]

const listed = z.object({ items: z.array(warningSchema.omit({ evidence: true })) })
type Listed = z.infer<typeof listed>['items']

describe.skipIf(IS_QUICK)('members who run their own sensor on their unused space', () => {
  let folder: string
  let world: SensorWorld
  let truth: Truth
  const sensors: SensorProcess[] = []
  const cookies = new Map<string, string>()

  beforeAll(async () => {
    folder = mkdtempSync(join(realpathSync(tmpdir()), 'noroshi-members-'))
    const organisations = join(folder, 'members.json')
    writeFileSync(organisations, JSON.stringify(MEMBERS.map(({ name, id, used, unused }) => ({ name, id, used, unused }))))
    const capture = join(folder, 'both.pcap')
    const config = generateConfigSchema.parse({ minutes: 30, space: '198.18.0.0/23', mirai: 10, unmarked: 50, organisations: MEMBERS.map(({ id: _, ...member }) => member) })
    truth = generateTraffic(config, 11, capture)
    world = await SensorWorld.make(folder, `telescope: {organisations: ${organisations}}\n`)
    await world.hub.start()
    sensors.push(...await Promise.all(['university', 'city'].map(id => world.sensor(`${id}-1`, `telescope: {file: ${capture}}\n`, world.port, id))))
    await Promise.all(['university', 'city', 'hospital', 'library', 'default'].map(async who => {
      const token = /#token=(\S+)/.exec(await world.hub.run('user', 'add', `at-${who}`, '--role', 'analyst', '--organisation', who))?.[1]
      const answer = await world.hub.ask('/api/v1/session/link', { method: 'POST', body: JSON.stringify({ token }), headers: { 'content-type': 'application/json' } })
      cookies.set(who, answer.headers.get('set-cookie')!.split(';')[0]!)
    }))
  }, LIMIT_MS)

  afterAll(async () => {
    await world.stop()
    rmSync(folder, { recursive: true, force: true })
  }, LIMIT_MS)

  const asked = (who: string, path: string) => world.hub.ask(`/api/v1/telescope${path}`, { headers: { cookie: cookies.get(who)! } })
  const warningsOf = async (who: string): Promise<Listed> => listed.parse(await (await asked(who, '/warnings?limit=100')).json()).items
  const brief = (warnings: Listed) => warnings.map(({ address, kind }) => `${address} ${kind}`).sort()
  const expectedOf = (name: string) => truth.warnings.filter(({ organisation }) => organisation === name).map(({ address, kind }) => `${address} ${kind}`).sort()

  test('warns of each infected and each flooded host once, within seconds, whoever saw it', { timeout: LIMIT_MS }, async () => {
    await Promise.all(sensors.map(sensor => sensor.start()))
    const started = performance.now()
    await expect.poll(async () => (await warningsOf('default')).length, { timeout: 60_000, interval: 200 }).toBe(truth.warnings.length)
    // Starting the process and asking the hub whom to look for among it.
    expect(performance.now() - started).toBeLessThan(30_000)
    expect(brief(await warningsOf('default'))).toEqual(truth.warnings.map(({ address, kind }) => `${address} ${kind}`).sort())
    await expect.poll(() => opened(), { timeout: 60_000, interval: 1_000 }).toEqual(truth.warnings.map(({ address }) => address).sort())
  })

  test('shows each member its own hosts only, and what the warning needs of others\' space', { timeout: LIMIT_MS }, async () => {
    for (const { id, name } of MEMBERS) expect(brief(await warningsOf(id))).toEqual(expectedOf(name))
    expect(await warningsOf('library')).toEqual([])
    const [theirs] = await warningsOf('city')
    const whole = warningSchema.parse(await (await asked('city', `/warnings/${theirs!.id}`)).json())
    expect(whole.evidence.length).toBeGreaterThan(0)
    for (const who of ['university', 'hospital', 'library']) expect((await asked(who, `/warnings/${theirs!.id}`)).status).toBe(404)
  })

  test('sums what both saw, with the family, and holds back what nobody believes', async () => {
    const all = new Map((await warningsOf('default')).map(each => [`${each.address} ${each.kind}`, each]))
    const infected = truth.sources.filter(({ role }) => role === 'infected')
    expect(infected.length).toBe(8)
    for (const { address, packets } of infected) {
      const warning = [...all.values()].find(each => each.address === address && each.kind !== 'backscatter')
      expect(warning).toMatchObject({ packets, families: ['mirai'], heldBack: false, nextStep: { fact: 'telescope.next-mirai' } })
    }
    const spoofed = truth.warnings.filter(({ isSpoofed }) => isSpoofed).map(({ address, kind }) => all.get(`${address} ${kind}`)!)
    expect(spoofed.filter(({ heldBack }) => heldBack).length).toBeGreaterThan(spoofed.length / 2)
  })

  test('tells nobody anything twice when sensors and the hub begin again', { timeout: LIMIT_MS }, async () => {
    const before = await warningsOf('default')
    await sensors[0]!.stop('SIGKILL')
    await world.hub.stop('SIGKILL')
    await world.hub.start()
    await sensors[0]!.start()
    await sensors[1]!.stop()
    await sensors[1]!.start()
    const states = async () => (await Promise.all(['university', 'city'].map(id => world.list(id)))).flat().map(({ state, spool }) => `${state} ${spool?.segments}`)
    await expect.poll(states, { timeout: 60_000, interval: 1_000 }).toEqual(['reporting 0', 'reporting 0'])
    // What they read anew has come to the hub meanwhile.
    await sleep(3_000)
    const totals = (warnings: Listed) => warnings.map(({ id, packets, returns, state }) => `${id} ${packets} ${returns} ${state}`).sort()
    expect(totals(await warningsOf('default'))).toEqual(totals(before))
    expect(await opened()).toEqual(truth.warnings.map(({ address }) => address).sort())
  })

  test('shows the machine\'s own people the sensors and accounts of all members, each by whose it is', { timeout: LIMIT_MS }, async () => {
    const { hub } = world
    expect((await hub.run('sensor', 'list')).match(/^\S+  \S+  reporting/gm)?.sort()).toEqual(['city-1  city  reporting', 'university-1  university  reporting'])
    expect(await hub.run('sensor', 'list', '--organisation', 'city')).not.toContain('university')
    const sensorsOf = async (who: string) => z.object({ items: z.array(z.object({ name: z.string() })) }).parse(await (await hub.ask('/api/v1/sensors', { headers: { cookie: cookies.get(who)! } })).json()).items.map(({ name }) => name)
    expect(await Promise.all(['university', 'hospital', 'default'].map(sensorsOf))).toEqual([['university-1'], [], []])
    const token = /#token=(\S+)/.exec(await hub.run('user', 'add', 'boss', '--role', 'admin'))?.[1]
    const signedIn = await hub.ask('/api/v1/session/link', { method: 'POST', body: JSON.stringify({ token }), headers: { 'content-type': 'application/json' } })
    cookies.set('boss', signedIn.headers.get('set-cookie')!.split(';')[0]!)
    expect((await sensorsOf('boss')).sort()).toEqual(['city-1', 'university-1'])
    expect(await hub.run('user', 'list')).toMatch(/^at-city +city +analyst/m)
    // The only account of its organisation, which has no administrator of its own.
    await hub.run('user', 'disable', 'at-library')
    expect((await asked('library', '/warnings')).status).toBe(401)
    expect(await hub.run('user', 'reset', 'at-library')).toContain('#token=')
  })

  test('stands at the hub within seconds of the packet', { timeout: LIMIT_MS }, async () => {
    const pipe = join(folder, 'packets')
    expect((await runProgram('mkfifo', [pipe])).code).toBe(0)
    const sensor = await world.sensor('city-2', `telescope: {file: ${pipe}}\n`, world.port, 'city')
    await sensor.start()
    const capture = createWriteStream(pipe)
    // Opened by its reader: the sensor has heard what to watch.
    await once(capture, 'open')
    const syn = (destination: number) => captureRecord(Date.now() * 1_000, {
      source: 0xc633644d, destination, ttl: 50, id: 7, content: { kind: 'tcp', sourcePort: 4_000, destinationPort: 23, sequence: destination, flags: 2, window: 1_024 },
    })
    const sent = performance.now()
    capture.end(Buffer.concat([captureHeader(), syn(0xc6120107), syn(0xc6120108)]))
    const isWarned = async () => (await warningsOf('hospital')).some(({ address, families }) => address === '198.51.100.77' && families.includes('mirai'))
    await expect.poll(isWarned, { timeout: 60_000, interval: 50 }).toBe(true)
    expect(performance.now() - sent).toBeLessThan(5_000)
  })

  /** The addresses whose warnings were recorded as opened, each as often as it was. */
  async function opened(): Promise<string[]> {
    const { stdout } = await runNoroshi(['hunt', 'telescope_event:opened', '--json', '--limit', '100000', '--config', world.hub.config])
    return stdout.split('\n').filter(line => line !== '').map(line => (JSON.parse(line) as { fields: { address: string } }).fields.address).sort()
  }
})
