import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { IS_QUICK } from '../../../../test/depth.ts'
import { auditEntries } from '../../../store/ledger/audit.ts'
import type { OpenServer } from '../testing/open-server.ts'
import { openServer } from '../testing/open-server.ts'

const START_MS = 120_000

/** For what comes over a network or from a file, on a machine that is busy. */
const PATIENCE = { timeout: 30_000 }

describe.skipIf(IS_QUICK)('sources of the console', () => {
  let server: OpenServer
  const json = async (who: string, method: string, path: string, body?: unknown, language = 'en') => {
    const answer = await server.ask(who, method.toUpperCase(), path, body, { headers: { 'accept-language': language } })
    const text = await answer.text()
    return { status: answer.status, body: text === '' ? null : JSON.parse(text) }
  }
  /** Where a source takes syslog over TCP. */
  const placeOf = async (name: string): Promise<string> => (await json('vic', 'get', `/sources/${name}`)).body.places[0]
  const send = async (place: string, line: string) => {
    const socket = connect(Number(place.split(':').at(-1)), '127.0.0.1')
    socket.end(line)
    await once(socket, 'close')
  }

  beforeAll(async () => {
    server = await openServer({ ruleDirectories: [] })
  }, START_MS)
  afterAll(() => server.close(), START_MS)

  test('one is tried, added, changed and removed while the server runs, and what it took becomes events', async () => {
    const entry = { kind: 'syslog', name: 'lab', tcp: ['127.0.0.1:0'] }
    expect((await json('ada', 'post', '/source-trials', { entry })).body).toMatchObject({ failure: null, places: [expect.stringContaining('tcp 127.0.0.1:')], troubles: [] })
    expect((await json('vic', 'get', '/sources')).body.items).toEqual([])
    expect((await json('ada', 'post', '/sources', { entry })).body).toMatchObject({ name: 'lab', state: 'taking', origin: 'console' })
    await send(await placeOf('lab'), '<13>Nov 22 10:00:00 box app: hello\n')
    await expect.poll(async () => (await json('vic', 'get', '/sources/lab')).body.records, PATIENCE).toBe(1)
    expect((await json('ada', 'post', '/sources', { entry })).status).toBe(409)

    expect((await json('ada', 'patch', '/sources/lab', { entry: { ...entry, zone: 'Asia/Tokyo' } })).status).toBe(200)
    await send(await placeOf('lab'), '<13>Nov 22 10:00:01 box app: again\n')
    await expect.poll(async () => (await json('vic', 'get', '/sources/lab')).body.records, PATIENCE).toBe(2)
    await server.services.sources.settle()
    expect((await json('anna', 'post', '/hunts', { query: 'program:app' })).body.events.map(({ time }: { time: string }) => time.slice(5, 19)).sort()).toEqual(['11-22T01:00:01', '11-22T10:00:00'])

    expect((await json('ada', 'delete', '/sources/lab')).status).toBe(204)
    expect((await json('vic', 'get', '/sources')).body.items).toEqual([])
    expect((await json('ada', 'delete', '/sources/lab')).status).toBe(404)
    const trail = await auditEntries(server.opened.store.ledger, 10)
    expect(trail.filter(({ action }) => action.startsWith('source.')).map(({ action, person, subject }) => [action, person, subject])).toEqual([['source.remove', 'ada', 'lab'], ['source.change', 'ada', 'lab'], ['source.add', 'ada', 'lab']])
  }, START_MS)

  test('what cannot receive is refused with the reason and kept nowhere; a change of it leaves the one before at work', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const taken = `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
    const entry = { kind: 'syslog', name: 'busy', tcp: [taken] }
    expect((await json('ada', 'post', '/source-trials', { entry })).body).toMatchObject({ failure: expect.stringContaining('EADDRINUSE'), places: [] })
    expect(await json('ada', 'post', '/sources', { entry })).toMatchObject({ status: 422, body: { error: { problem: expect.stringContaining('EADDRINUSE') } } })
    const inJapanese = await json('ada', 'post', '/source-trials', { entry }, 'ja')
    expect(inJapanese.body.failure).toMatch(/^待ち受けアドレスは他のプログラムが使用中です\(.*EADDRINUSE/)
    expect((await json('ada', 'post', '/sources', { entry }, 'ja')).body.error.problem).toBe(`受信を開始できません:${inJapanese.body.failure}`)
    await json('ada', 'post', '/sources', { entry: { ...entry, tcp: ['127.0.0.1:0'] } })
    expect((await json('ada', 'patch', '/sources/busy', { entry })).status).toBe(422)
    expect([(await json('vic', 'get', '/sources/busy')).body.state, (await json('ada', 'get', '/sources/busy/settings')).body.entry.tcp]).toEqual(['taking', ['127.0.0.1:0']])
    expect(await placeOf('busy')).not.toContain(taken)
    expect((await json('ada', 'patch', '/sources/busy', { entry: { ...entry, tls: ['127.0.0.1:0'], certificate: '/no/such.pem', key: '/no/such.key' } })).status).toBe(422)
    await json('ada', 'delete', '/sources/busy')
    other.close()
  }, START_MS)

  test('of two who give the same name at once, one does', async () => {
    const asked = await Promise.all(['127.0.0.1:0', '127.0.0.1:0'].map(tcp => json('ada', 'post', '/sources', { entry: { kind: 'syslog', name: 'twice', tcp } })))
    expect(asked.map(({ status }) => status).sort()).toEqual([201, 409])
    await json('ada', 'delete', '/sources/twice')
  }, START_MS)

  test('secrets are never answered, and stay when a change leaves them out', async () => {
    const entry = { kind: 'bulk', name: 'beats', http: ['127.0.0.1:0'], tokens: ['k3ep-this-secret'] }
    const answers = [await json('ada', 'post', '/sources', { entry }), await json('ada', 'get', '/sources/beats/settings'), await json('ada', 'get', '/sources'), await json('ada', 'get', '/audit')]
    expect(JSON.stringify(answers)).not.toContain('k3ep-this-secret')
    expect(answers[1]!.body).toMatchObject({ entry: { kind: 'bulk', name: 'beats', http: ['127.0.0.1:0'] }, secrets: ['tokens'], person: 'ada' })
    const { tokens: _, ...without } = entry
    await json('ada', 'patch', '/sources/beats', { entry: { ...without, zone: 'UTC' }, keep: ['tokens'] })
    expect((await json('ada', 'get', '/sources/beats/settings')).body.secrets).toEqual(['tokens'])
    await json('ada', 'delete', '/sources/beats')
  }, START_MS)

  test('files below the folders that are allowed are followed, and no others', async () => {
    const folder = join(server.opened.data.path, 'logs')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'a.log'), '<13>Nov 22 10:00:00 box app: from a file\n')
    expect((await json('ada', 'post', '/sources', { entry: { kind: 'files', name: 'passwords', paths: ['/etc/passwd'] } })).body.error.field).toBe('paths')
    await json('ada', 'post', '/sources', { entry: { kind: 'files', name: 'logs', paths: [join(folder, '*.log')] } })
    await expect.poll(async () => (await json('vic', 'get', '/sources/logs')).body.records, PATIENCE).toBe(1)
  }, START_MS)

  test('they are there after the next start, but for members of another organisation', async () => {
    await json('ada', 'post', '/sources', { entry: { kind: 'syslog', name: 'kept', tcp: ['127.0.0.1:0'] } })
    for (const [method, path, body] of [['get', '/sources/kept'], ['get', '/sources/kept/settings'], ['delete', '/sources/kept'], ['patch', '/sources/kept', { entry: {} }], ['post', '/sources', { entry: { kind: 'syslog', name: 'theirs' } }], ['post', '/source-trials', { entry: {} }]] as const) {
      expect([path, (await json('oto', method, path, body)).status]).toEqual([path, 404])
    }
    expect([(await json('ada', 'get', '/sources')).body.mayAdd, (await json('oto', 'get', '/sources')).body, (await json('vic', 'get', '/sources')).body.mayAdd]).toEqual([true, { items: [], mayAdd: false }, false])
    await server.stop()
    server = await openServer({ ruleDirectories: [] }, server.opened)
    expect((await json('vic', 'get', '/sources')).body.items.map(({ name, state, origin }: { name: string; state: string; origin: string }) => [name, state, origin])).toEqual([['kept', 'taking', 'console'], ['logs', 'taking', 'console']])
  }, START_MS)

  test('sample lines tell what they would yield, and leave nothing behind', async () => {
    const lines = new TextEncoder().encode('<13>Nov 22 10:00:00 box sshd[1]: Failed password for root from 192.0.2.1 port 1 ssh2\n<13>Nov 22 10:00:01 box app: more\n')
    const answer = await server.ask('anna', 'POST', '/source-samples?name=..%2F..%2Fx.log', lines)
    const { items } = await answer.json() as { items: { path: string; decoder: string; events: number; records: { dataset: string; fields: unknown }[] }[] }
    expect(items).toMatchObject([{ path: '_.._x.log', decoder: 'syslog', records: expect.arrayContaining([expect.objectContaining({ dataset: 'linux.sshd' })]) }])
    expect((await server.ask('vic', 'POST', '/source-samples', lines)).status).toBe(404)
    expect((await server.ask('anna', 'POST', '/source-samples', new Uint8Array(3 * 1024 * 1024))).status).toBe(413)
  }, START_MS)
})
