import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { IS_QUICK } from '../../../../test/depth.ts'
import { ingestInto } from '../../../../test/open-store.ts'
import { openServer } from '../testing/open-server.ts'
import type { OpenServer } from '../testing/open-server.ts'

const LIMIT_MS = 240_000

/** Zeek's log of leases: note-7 has 192.0.2.7 from 10:00 to 11:00, note-9 from 13:03. */
const DHCP = [
  '#separator \\x09', '#path\tdhcp', '#fields\tts\tuids\tmac\thost_name\tassigned_addr\tlease_time\tmsg_types', '#types\ttime\tset[string]\tstring\tstring\taddr\tinterval\tvector[string]',
  '1795341600.000000\tC1\t00:11:22:33:44:55\tnote-7\t192.0.2.7\t3600.0\tREQUEST,ACK', '1795352600.000000\tC2\t00:11:22:33:44:66\tnote-9\t192.0.2.7\t3600.0\tREQUEST,ACK',
  '1795352700.000000\tC3\t00:11:22:33:44:77\tnote-3\t192.0.2.8\t3600.0\tREQUEST', '',
].join('\n')
/** Who signed in from there. */
const LOGON = `${JSON.stringify({
  Channel: 'Security', EventID: 4624, Provider_Name: 'Microsoft-Windows-Security-Auditing', TimeCreated: '2026-11-22T10:10:00.000Z', TargetUserName: 'Eve', IpAddress: '192.0.2.7', WorkstationName: 'NOTE-7',
})}\n`
const RULE = `title: Somebody signed in
id: 0f1f9a52-3a3f-4d19-9d7e-0a4a6f5e7c22
logsource: {product: windows, service: security}
detection: {selection: {EventID: 4624}, condition: selection}
level: medium
`
const DEVICES = 'id,name,macs,organisation,place,owner,criticality\npc-7,Note 7,00-11-22-33-44-55,lab,Room 301,eve,high\npc-8,,nonsense,,,,\n'

// Starts both engines.
describe.skipIf(IS_QUICK)('the register over HTTP', () => {
  let server: OpenServer
  let rules: string
  const ask = async (who: string, method: string, path: string, body?: unknown) => {
    const answer = await server.ask(who, method, path, body)
    const text = await answer.text()
    return { status: answer.status, json: text === '' ? null : JSON.parse(text) }
  }
  const importing = (who: string, name: string, text: string, more = '') => ask(who, 'POST', `/register-imports?name=${name}${more}`, new Uint8Array(Buffer.from(text)))

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'noroshi-register-'))
    rules = mkdtempSync(join(tmpdir(), 'noroshi-register-rules-'))
    writeFileSync(join(rules, 'logon.yml'), RULE)
    server = await openServer({ ruleDirectories: [rules] })
    writeFileSync(join(folder, 'dhcp.log'), DHCP)
    writeFileSync(join(folder, 'logon.json'), LOGON)
    await ingestInto(server.opened.store, server.opened.reading, [folder])
    rmSync(folder, { recursive: true })
  }, LIMIT_MS)
  afterAll(async () => {
    await server.close()
    rmSync(rules, { recursive: true })
  }, LIMIT_MS)

  test('an import says what is new, changed and refused, first without doing it', async () => {
    const counts = { created: 1, changed: 0, removed: 0, same: 0, refused: 1 }
    const dry = await importing('anna', 'devices.csv', DEVICES, '&dryRun=true')
    expect(dry.json).toMatchObject({ number: null, counts })
    expect((await ask('anna', 'GET', '/register-entries')).json.items).toEqual([])
    const done = await importing('anna', 'devices.csv', DEVICES)
    expect(done.json).toMatchObject({ counts, lines: [
      { file: 'devices.csv', line: 3, result: 'refused', kind: 'device', reason: 'macs[0]: is no MAC address' }, { line: 2, result: 'created', key: 'pc-7' },
    ] })
    const changed = await importing('anna', 'devices.csv', 'id,place\npc-7,Room 302\n')
    expect(changed.json).toMatchObject({ counts: { created: 0, changed: 1 }, lines: [{ result: 'changed', fields: ['place'] }] })
    expect((await importing('anna', 'devices.csv', 'id,place\npc-7,Room 302\n')).json).toMatchObject({ number: null, counts: { same: 1 } })
    expect((await ask('vic', 'GET', '/register-entries/device:pc-7')).json).toMatchObject({
      body: { id: 'pc-7', macs: ['00:11:22:33:44:55'], place: 'Room 302', criticality: 'high' }, history: [{ before: { place: 'Room 301' } }, { before: null }],
    })
  })

  test('an import is taken back, but for what was changed since', async () => {
    const made = await importing('anna', 'contacts.csv', 'id,name,mail,accounts,hours\neve,Eve,eve@example.jp,eve,Mon-Fri 09:00-17:30 Asia/Tokyo\nbob,Bob,,,\n')
    expect((await ask('anna', 'POST', '/register-entries', { kind: 'contact', body: { id: 'bob', name: 'Robert' } })).status).toBe(200)
    expect((await ask('anna', 'POST', `/register-imports/${made.json.number}/undo`)).json).toMatchObject({ restored: 1, kept: [{ kind: 'contact', key: 'bob' }] })
    expect((await ask('anna', 'POST', `/register-imports/${made.json.number}/undo`)).status).toBe(404)
    expect((await ask('anna', 'GET', '/register-entries?kind=contact')).json.items).toMatchObject([{ key: 'bob', body: { name: 'Robert' } }])
    const undone = (await ask('anna', 'GET', '/register-imports')).json.items.find((each: { number: number }) => each.number === made.json.number)
    expect(undone.undoneAt).toEqual(expect.any(String))
    await importing('anna', 'contacts.csv', 'id,name,mail,accounts\neve,Eve,eve@example.jp,eve\n')
    await importing('anna', 'prefixes.csv', 'network,use,organisation\n192.0.2.0/24,used,lab\n192.0.2.128/25,unused,lab\n')
  })

  test('who tells of lease, machine, person, device and owner, each with its line or its entry', async () => {
    const { json } = await ask('vic', 'GET', '/who/192.0.2.7?at=2026-11-22T10:20:00Z')
    expect(json).toMatchObject({
      mac: '00:11:22:33:44:55', host: 'note-7', user: 'eve', place: 'Room 302', device: { key: 'pc-7', name: 'Note 7' }, prefix: { key: '192.0.2.0/24' }, organisation: { key: 'lab' },
      owner: { key: 'eve', name: 'Eve' }, criticality: 'high', confidence: 'high', notes: [], since: [{ from: '2026-11-22T13:03:20.000000Z', mac: '00:11:22:33:44:66', host: 'note-9' }],
    })
    expect(json.hops.map(({ step, confidence, why, entry, event }: { step: string, confidence: string, why: { fact: string }, entry: { key: string } | null, event: { line: string } | null }) => (
      [step, confidence, why.fact, entry?.key ?? event?.line.slice(0, 20)]))).toEqual([
      ['lease', 'high', 'who.said', '1795341600.000000 C1'], ['logon', 'medium', 'who.seen-near', '{"Channel":"Security'], ['device', 'high', 'who.registered-machine', 'pc-7'],
      ['prefix', 'high', 'who.registered', '192.0.2.0/24'], ['organisation', 'high', 'who.registered', 'pc-7'], ['owner', 'high', 'who.registered', 'eve'],
    ])
    const event = await ask('vic', 'GET', `/events/${json.hops[0].event.id}`)
    expect(event.status).toBe(200)
    const later = await ask('vic', 'GET', '/who/192.0.2.7?at=2026-11-22T12:00:00Z')
    expect([later.json.confidence, later.json.hops[0].why.fact]).toEqual(['low', 'who.expired'])
    expect((await ask('vic', 'GET', '/who/192.0.2.200?at=2026-11-22T12:00:00Z')).json).toMatchObject({ prefix: { key: '192.0.2.128/25' }, hops: [{ says: { fact: 'who.prefix-unused' } }, {}] })
    // A request that was not acknowledged is no lease, and an address that nobody knows is not there.
    expect((await ask('vic', 'GET', '/who/198.51.100.9')).status).toBe(404)
    expect((await ask('vic', 'GET', '/who/note-7')).status).toBe(404)
    expect((await ask('vic', 'GET', '/who/192.0.2.7?at=yesterday')).status).toBe(400)
  })

  test('machines that logs tell of are listed, registered or not, page by page', async () => {
    const { items } = (await ask('vic', 'GET', '/register-machines')).json
    expect(items.map(({ mac, first, last, host, address, device }: Record<string, unknown>) => [mac, first, last, host, address, device])).toEqual([
      ['00:11:22:33:44:55', '2026-11-22T10:00:00.000000Z', '2026-11-22T10:00:00.000000Z', 'note-7', '192.0.2.7', 'pc-7'],
      ['00:11:22:33:44:66', '2026-11-22T13:03:20.000000Z', '2026-11-22T13:03:20.000000Z', 'note-9', '192.0.2.7', null],
    ])
    const first = (await ask('vic', 'GET', '/register-machines?limit=1')).json
    expect([first.items, (await ask('vic', 'GET', `/register-machines?limit=1&cursor=${first.next}`)).json]).toEqual([[items[0]], { items: [items[1]], next: null }])
    expect((await ask('oto', 'GET', '/register-machines')).json).toEqual({ items: [], next: null })
  })

  test('a case tells whose its addresses were', async () => {
    const [found] = (await ask('vic', 'GET', '/cases')).json.items
    expect((await ask('vic', 'GET', `/cases/${found.id}/whose`)).json).toMatchObject({
      items: [{ address: '192.0.2.7', at: '2026-11-22T10:10:00.000000Z', user: 'eve', device: { key: 'pc-7' }, owner: { key: 'eve' }, criticality: 'high', confidence: 'high' }],
    })
    expect((await ask('oto', 'GET', `/cases/${found.id}/whose`)).status).toBe(404)
  })

  test('whoever is of another organisation finds nothing of it, on any route, and changes nothing', async () => {
    const mine = await ask('anna', 'GET', '/register-entries')
    const number = (await ask('anna', 'GET', '/register-imports')).json.items[0].number
    expect(mine.json.items.length).toBeGreaterThan(3)
    expect((await ask('oto', 'GET', '/register-entries')).json).toEqual({ items: [], next: null })
    expect((await ask('oto', 'GET', '/register-imports')).json).toEqual({ items: [], next: null })
    for (const [method, path] of [
      ['GET', '/register-entries/device:pc-7'], ['DELETE', '/register-entries/device:pc-7'], ['POST', `/register-imports/${number}/undo`], ['GET', '/who/192.0.2.7?at=2026-11-22T10:20:00Z'],
    ] as const) expect([method, path, (await ask('oto', method, path)).status]).toEqual([method, path, 404])
    expect((await importing('oto', 'devices.csv', 'id,place\npc-7,elsewhere\n')).json.counts).toMatchObject({ created: 1, changed: 0 })
    expect((await ask('oto', 'POST', '/register-entries', { kind: 'contact', body: { id: 'eve', name: 'Another' } })).status).toBe(200)
    expect((await ask('oto', 'GET', '/register-entries')).json.items.length).toBe(2)
    expect(await ask('anna', 'GET', '/register-entries')).toEqual(mine)
  })

  test('who may only look changes nothing', async () => {
    for (const [method, path, body] of [
      ['POST', '/register-entries', { kind: 'contact', body: { id: 'x' } }], ['DELETE', '/register-entries/device:pc-7', undefined], ['POST', '/register-imports?name=a.csv', new Uint8Array([0x69])],
    ] as const) expect((await ask('vic', method, path, body)).status).toBe(404)
  })

  test('what was taken back twice is as it was', async () => {
    const { number } = (await importing('lea', 'sites.csv', 'id,name\nhq,Head office\n')).json
    expect((await ask('lea', 'DELETE', '/register-entries/site:hq')).status).toBe(204)
    expect((await ask('lea', 'POST', `/register-imports/${number + 1}/undo`)).json).toMatchObject({ restored: 1, kept: [] })
    expect((await ask('lea', 'GET', '/register-entries/site:hq')).json.body).toEqual({ id: 'hq', name: 'Head office' })
    expect((await ask('lea', 'POST', `/register-imports/${number}/undo`)).json).toMatchObject({ restored: 1, kept: [] })
    expect((await ask('lea', 'GET', '/register-entries/site:hq')).status).toBe(404)
  })

  test('an entry is forgotten, and pages go on where they stopped', async () => {
    const first = await ask('anna', 'GET', '/register-entries?limit=2')
    const second = await ask('anna', 'GET', `/register-entries?limit=2&cursor=${first.json.next}`)
    const all = await ask('anna', 'GET', '/register-entries')
    expect([...first.json.items, ...second.json.items]).toEqual(all.json.items.slice(0, 4))
    expect((await ask('anna', 'DELETE', '/register-entries/prefix:192.0.2.128%2F25')).status).toBe(204)
    expect((await ask('anna', 'GET', '/register-entries/prefix:192.0.2.128%2F25')).status).toBe(404)
    expect((await ask('anna', 'POST', '/register-entries', { kind: 'prefix', body: { network: '192.0.2.0/33' } })).status).toBe(422)
  })
})
