import { Writable } from 'node:stream'
import { join } from 'node:path'
import { z } from '@hono/zod-openapi'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { byDepth } from '../../test/depth.ts'
import { ingestInto, openStore } from '../../test/open-store.ts'
import type { OpenStore } from '../../test/open-store.ts'
import { openHouse } from '../capabilities.ts'
import { logTo } from '../platform/log.ts'
import { addAccount, changeAccount } from '../store/accounts/account.ts'
import { makeApiToken } from '../store/accounts/api-token.ts'
import type { Scope } from '../store/accounts/person.ts'
import { ROLES, SCOPES } from '../store/accounts/person.ts'
import { openSession } from '../store/accounts/session.ts'
import { openLedger } from '../store/ledger/ledger.ts'
import { someNotification } from '../store/notify/testing/some-notification.ts'
import { BUILT_IN_POLICIES } from '../ai/gateway/policy/policy.ts'
import { someQuestion } from '../ai/gateway/question/testing/some-question.ts'
import { keepRun } from '../ai/redteam/kept-runs.ts'
import { keepPolicy } from '../store/gateway/kept-policy.ts'
import { someException } from '../store/gateway/testing/some-exception.ts'
import { enrolSensor, makeSensorToken } from '../store/sensors/sensor-token.ts'
import { accessSchema } from './access.ts'
import { wantedSources } from './sources/wanted-sources.ts'
import { someWarning } from './resources/telescope/testing/some-warning.ts'
import { apiErrorSchema } from './errors/api-error.ts'
import { openRules } from './resources/testing/open-rules.ts'
import { GatewayControl } from './gateway/gateway-control.ts'
import type { RunningServer } from './start-server.ts'
import { startServer } from './start-server.ts'

const ROOT = join(import.meta.dirname, '../..')
const RULES = join(ROOT, 'rules')
const LIMIT_MS = 600_000
const METHODS = ['get', 'post', 'patch', 'delete'] as const

const documentSchema = z.object({
  paths: z.record(z.string(), z.partialRecord(z.enum(METHODS), z.object({ 'x-access': accessSchema, requestBody: z.unknown().optional() }))),
})

interface Operation {
  readonly method: (typeof METHODS)[number]
  readonly path: string
  readonly access: z.infer<typeof accessSchema>
  readonly takesBody: boolean
}

/** A body that the route takes, for each that takes one and names an object: who may not see the object must not learn that it fits. */
const BODIES: Readonly<Record<string, unknown>> = {
  'post /cases/{id}/decisions': { kind: 'status', value: 'closed', key: 'matrix' },
  'post /decisions/{number}/withdrawal': { key: 'matrix-withdrawal' },
  'patch /uploads/{id}': new Uint8Array(1),
  'patch /users/{name}': { displayName: 'Renamed' },
  'post /rules/{key}/state': { enabled: false, reason: 'noise' },
  'post /findings/{id}/filter-proof': { text: 'title: x' },
  'post /findings/{id}/filter': { text: 'title: x', reason: 'allowed' },
  'post /telescope/names/{fingerprint}': { name: 'x' },
  'post /gateway-questions/{id}/answer': { allowed: true, reason: 'x' },
  'post /sensors/{name}/sources': { sources: [] },
  'patch /sources/{name}': { entry: { kind: 'syslog', name: 'core-router-7' } },
}

/** Objects that are not there, in the form of those that are. */
const ABSENT: Readonly<Record<string, string>> = {
  'cases': 'f'.repeat(32), 'notifications': 'f'.repeat(32), 'findings': 'f'.repeat(32), 'events': 'f'.repeat(32), 'evidence': 'f'.repeat(64), 'users': 'nobody', 'decisions': '999999999',
  'uploads': '00000000-0000-4000-8000-000000000000', 'jobs': '00000000-0000-4000-8000-000000000000', 'tokens': '00000000-0000-4000-8000-000000000000',
  'hunts': '00000000-0000-4000-8000-000000000000', 'rules': 'absent', 'who': '203.0.113.9', 'register-entries': 'device:absent', 'register-imports': '999999999', 'retro-hunts': '00000000-0000-4000-8000-000000000000',
  'telescope': 'f'.repeat(16), 'gateway-exceptions': '00000000-0000-4000-8000-000000000000', 'gateway-questions': '00000000-0000-4000-8000-000000000000', 'gateway-policies': 'absent', 'redteam-runs': '20261122T000000Z-00000000',
}

/** Of whoever began it, not of their organisation. */
const OWN = /^\/retro-hunts\//

// Starts both engines: at the quick depth the tests of the frame have to do.
describe.skipIf(byDepth(true, false, false))('rights, on every route of the OpenAPI document', () => {
  let opened: OpenStore
  let server: RunningServer
  let gateway: GatewayControl
  let operations: Operation[]
  const tokens = new Map<string, string>()
  const real: Record<string, string> = {}

  const ask = async (token: string | null, method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${server.origin}/api/v1${path}`, {
      method: method.toUpperCase(),
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : body instanceof Uint8Array ? { 'content-type': 'application/octet-stream', 'upload-offset': '0' } : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: body instanceof Uint8Array ? body : JSON.stringify(body) }),
    } as RequestInit)
    // A stream has no end.
    if (answer.headers.get('content-type')?.startsWith('text/event-stream') === true) {
      await answer.body?.cancel()
      return { status: answer.status, text: '' }
    }
    return { status: answer.status, text: await answer.text() }
  }
  const as = (who: string, method: string, path: string, body?: unknown) => ask(tokens.get(who)!, method, path, body)
  const json = async <T>(who: string, method: string, path: string, body?: unknown) => {
    const { status, text } = await as(who, method, path, body)
    expect(status, `${method} ${path}: ${text}`).toBeLessThan(300)
    return JSON.parse(text) as T
  }
  /** What a refusal says, but for the number of the request. */
  const refusal = ({ status, text }: { readonly status: number; readonly text: string }) => {
    const { requestId: _, ...error } = apiErrorSchema.parse(JSON.parse(text)).error
    return { status, ...error }
  }
  const fill = (path: string, objects: Readonly<Record<string, string>>) => path.replaceAll(/\{\w+\}/g, () => objects[path.split('/')[1]!] ?? 'absent')
  const bodyOf = ({ method, path }: Operation) => BODIES[`${method} ${path}`]
  const refused = (code: 'not-found' | 'signed-out', status: number) => expect.objectContaining({ code, status })

  beforeAll(async () => {
    opened = await openStore({ house: { ruleDirectories: [RULES] } })
    const { store, reading } = opened
    const { pool } = store.ledger
    await openLedger(pool, 'elsewhere')
    gateway = await GatewayControl.open({ listen: '127.0.0.1:0', upstreams: [], policies: [], applications: [], servers: [], agents: [] }, store.ledger, () => {})
    await ingestInto(store, reading, [join(ROOT, 'examples/1-database-to-domain')])
    server = await startServer({
      store, reading, house: openHouse({ ruleDirectories: [] }), rules: openRules(opened.data.rules, [RULES]), host: '127.0.0.1', port: 0, tls: null, names: [], marking: 'amber',
      sessions: { idleMinutes: 60, hours: 12 }, requestsPerMinute: 10_000_000, page: null, version: '0.0.0', log: logTo(new Writable({ write: (_line, _encoding, done) => done() })),
      collection: { sources: [{ source: { organisation: 'default', name: 'lab', format: 'syslog' }, kind: 'syslog', receive: null }], limits: {}, durability: 'process', sealSeconds: 30, console: { folders: [], wanted: sources => wantedSources(sources, 'default', () => ({ certificate: '', key: '' })) } },
      sensors: { host: '127.0.0.1', port: 0, version: '0.0.0', authorityFolder: join(opened.data.path, 'sensor-authority') },
      gateway,
      checkAnswers: true,
    })
    const tokenOf = async (who: string, name: string, scopes: readonly Scope[] = SCOPES) => {
      tokens.set(who, (await makeApiToken(pool, name, { label: who, scopes, days: 1 })).secret)
    }
    for (const organisation of ['default', 'elsewhere']) {
      for (const role of ROLES) {
        const name = `${role}-${organisation}`
        await addAccount(pool, { name, displayName: name, role, organisation, clearance: 'red' })
        await tokenOf(name, name)
      }
    }
    await addAccount(pool, { name: 'uncleared', displayName: 'Uncleared', role: 'admin', organisation: 'default', clearance: 'green' })
    await tokenOf('uncleared', 'uncleared')
    for (const scope of SCOPES) await tokenOf(`scope ${scope}`, 'admin-default', [scope])
    await tokenOf('expired', 'admin-default')
    await pool.query(`update api_token set expires_at = now() - interval '1 second' where label = 'expired'`)
    await addAccount(pool, { name: 'gone', displayName: 'Gone', role: 'lead', organisation: 'default', clearance: 'red' })
    await tokenOf('of somebody disabled', 'gone')
    await changeAccount(pool, 'default', 'gone', { disabled: true })
    tokens.set('wrong', `nrs_${'A'.repeat(43)}`)
    tokens.set('no token', 'x'.repeat(43))

    const first = async (path: string) => (await json<{ items: { id: string; sha256: string }[] }>('admin-default', 'get', path)).items[0]!
    const caseId = real['cases'] = (await first('/cases')).id
    real['findings'] = (await first(`/cases/${caseId}/findings`)).id
    real['events'] = (await first(`/cases/${caseId}/timeline`)).id
    real['evidence'] = (await first('/evidence')).sha256
    real['users'] = 'viewer-default'
    await json('admin-default', 'post', '/sources', { entry: { kind: 'syslog', name: 'core-router-7', tcp: '127.0.0.1:0' } })
    real['sources'] = 'core-router-7'
    await enrolSensor(pool, await makeSensorToken(pool, { organisation: 'default', name: 'branch-1', minutes: 1, person: 'admin-default' }), 'c0ffee')
    await server.sensors!.changed()
    real['sensors'] = 'branch-1'
    real['tokens'] = (await first('/tokens')).id
    real['hunts'] = ABSENT['hunts']!
    real['telescope'] = await someWarning(store.ledger)
    real['rules'] = (await json<{ items: { key: string }[] }>('admin-default', 'get', '/rules')).items[0]!.key
    const { decision } = await json<{ decision: { id?: number; number?: number } }>('analyst-default', 'post', `/cases/${caseId}/decisions`, { kind: 'note', value: 'looked at', key: 'first' })
    real['decisions'] = String(decision.number ?? decision.id)
    await json('admin-default', 'post', '/register-entries', { kind: 'device', body: { id: 'pc-7', addresses: ['192.0.2.7'] } })
    real['who'] = '192.0.2.7'
    real['register-entries'] = 'device:pc-7'
    real['register-imports'] = String((await json<{ items: { number: number }[] }>('admin-default', 'get', '/register-imports')).items[0]!.number)
    const upload = await json<{ id: string }>('admin-default', 'post', '/uploads', { name: 'a.log', bytes: 2 })
    await json('admin-default', 'patch', `/uploads/${upload.id}`, new Uint8Array([0x61, 0x0a]))
    real['retro-hunts'] = (await json<{ id: string }>('admin-default', 'post', '/retro-hunts', { rules: [real['rules']] })).id
    real['jobs'] = (await json<{ job: { id: string } | string }>('admin-default', 'post', `/uploads/${upload.id}/finish`).then(({ job }) => (typeof job === 'string' ? job : job.id)))
    real['uploads'] = (await json<{ id: string }>('admin-default', 'post', '/uploads', { name: 'b.log', bytes: 2 })).id

    real['notifications'] = await someNotification(pool)
    real['gateway-exceptions'] = await someException(store.ledger)
    real['gateway-questions'] = someQuestion(gateway.desk)
    await keepPolicy(store.ledger, { application: 'shop', policy: BUILT_IN_POLICIES.strict, reason: 'trial' }, { person: 'lea' })
    real['gateway-policies'] = 'shop'
    real['redteam-runs'] = await keepRun(join(opened.data.path, 'redteam'), { target: 'http://127.0.0.1:9/', started: '2026-11-22T10:00:00.000Z', seed: 'aa', attempts: [], ordinary: [] })
    const document = documentSchema.parse(JSON.parse((await ask(null, 'get', '/openapi.json')).text))
    operations = Object.entries(document.paths).flatMap(([path, methods]) => METHODS.flatMap(method => {
      const operation = methods[method]
      return operation === undefined ? [] : [{ method, path, access: operation['x-access'], takesBody: operation.requestBody !== undefined }]
    }))
  }, LIMIT_MS)
  afterAll(async () => {
    await server.close()
    await gateway.close()
    await opened.close()
  }, LIMIT_MS)

  const guarded = () => operations.flatMap(operation => ('public' in operation.access ? [] : [{ ...operation, access: operation.access }]))

  test('the document tells of every route, and only of these are open to all', () => {
    expect(operations.length).toBe(server.routes.length)
    expect(operations.length).toBeGreaterThan(35)
    expect(operations.filter(({ access }) => 'public' in access).map(({ method, path }) => `${method} ${path}`).sort()).toEqual(['get /acknowledge/{token}', 'get /healthz', 'get /telescope/public', 'post /acknowledge/{token}', 'post /session', 'post /session/link'])
  })

  test('nobody known is told that, and nothing else, whatever they ask for', async () => {
    for (const operation of guarded()) {
      const seen = new Set<string>()
      await Promise.all([real, ABSENT].flatMap(objects => ['expired', 'of somebody disabled', 'wrong', 'no token', null].map(async who => {
        const token = who === null ? null : tokens.get(who)!
        const answer = refusal(await ask(token, operation.method, fill(operation.path, objects), bodyOf(operation)))
        expect(answer, `${who} ${operation.method} ${operation.path}`).toEqual(refused('signed-out', 401))
        seen.add(JSON.stringify(answer))
      })))
      expect(seen.size).toBe(1)
    }
  }, LIMIT_MS)

  test('whose role, scope or clearance does not do is told what everybody is told of nothing', async () => {
    const nothing = refusal(await as('admin-default', 'get', '/there-is-no-such-route'))
    for (const operation of guarded()) {
      const { access: { roles, scope, tlp }, method, path } = operation
      const askers = [
        ...ROLES.filter(role => !roles.includes(role)).map(role => `${role}-default`),
        ...SCOPES.filter(each => each !== scope).map(each => `scope ${each}`),
        ...(tlp === 'data' ? ['uncleared'] : []),
      ]
      await Promise.all([real, ABSENT].flatMap(objects => askers.map(async who => {
        expect(refusal(await as(who, method, fill(path, objects), bodyOf(operation))), `${who} ${method} ${path}`).toEqual(nothing)
      })))
    }
  }, LIMIT_MS)

  test('what another organisation has reads exactly like what is not there', async () => {
    for (const operation of guarded().filter(({ path, access }) => path.includes('{') && access.organisation === 'own')) {
      const { method, path, takesBody, access } = operation
      const body = bodyOf(operation)
      if (takesBody) expect(body, `give a body for ${method} ${path}`).toBeDefined()
      for (const role of access.roles) {
        const [theirs, absent] = await Promise.all([real, ABSENT].map(objects => as(`${role}-elsewhere`, method, fill(path, objects), body)))
        const own = await as(`${role}-default`, method, fill(path, ABSENT), body)
        if (path.startsWith('/hunts/')) continue
        expect(refusal(theirs!), `${role} ${method} ${path}`).toEqual(refused('not-found', 404))
        expect([refusal(theirs!), refusal(own)]).toEqual([refusal(absent!), refusal(absent!)])
      }
    }
  }, LIMIT_MS)

  test('lists of another organisation hold nothing of this one', async () => {
    const ids = [real['cases']!, real['findings']!, real['events']!, real['evidence']!, real['uploads']!, real['jobs']!, real['tokens']!, 'viewer-default', 'branch-1', 'core-router-7', real['telescope']!, real['notifications']!, real['gateway-exceptions']!, real['gateway-questions']!, real['redteam-runs']!]
    for (const { path, access } of guarded().filter(each => each.method === 'get' && !each.path.includes('{'))) {
      await Promise.all(access.roles.map(async role => {
        const { status, text } = await as(`${role}-elsewhere`, 'get', path)
        expect(status, path).toBe(200)
        for (const id of ids) expect(text.includes(id), `${role} get ${path} tells of ${id}`).toBe(false)
      }))
    }
    const hunted = await as('viewer-elsewhere', 'post', '/hunts', { query: '*' })
    expect([hunted.status, hunted.text.includes(real['evidence']!)]).toEqual([200, false])
  }, LIMIT_MS)

  test('who may is let in', async () => {
    for (const { method, path, access } of guarded()) {
      for (const role of access.roles) {
        if (method === 'get' && !path.startsWith('/uploads/')) {
          const { status, text } = await as(`${role}-default`, 'get', fill(path, real))
          const isOthers = OWN.test(path) && role !== 'admin'
          expect(status, `${role} get ${path}: ${text.slice(0, 300)}`).toBe(isOthers ? 404 : 200)
        } else if (method !== 'get') {
          // With nothing in it, and of an object that is not there: what is told is about the request.
          const { status } = await as(`${role}-default`, method, fill(path, ABSENT))
          expect([400, 404, 409, 201, 200, 204], `${role} ${method} ${path}: ${status}`).toContain(status)
        }
      }
    }
  }, LIMIT_MS)

  test('a session needs the header of its own page for every change, and ends when its time is over', async () => {
    const { pool } = opened.store.ledger
    const cookie = async () => `noroshi=${await openSession(pool, 'lead-default', { byLink: false, address: '127.0.0.1' })}`
    const own = await cookie()
    const { csrf } = JSON.parse((await ask(null, 'get', '/session', undefined, { cookie: own })).text) as { csrf: string }
    for (const { method, path, access } of guarded().filter(operation => operation.method !== 'get' && operation.access.roles.includes('lead'))) {
      for (const header of [undefined, 'wrong', '']) {
        const answer = await ask(null, method, fill(path, real), undefined, { cookie: own, ...(header === undefined ? {} : { 'x-noroshi-csrf': header }) })
        expect(refusal(answer), `${method} ${path} ${access.scope}`).toMatchObject({ status: 403, code: 'csrf' })
      }
    }
    expect((await ask(null, 'post', '/hunts', { query: '*' }, { cookie: own, 'x-noroshi-csrf': csrf })).status).toBe(200)
    for (const column of ['seen_at', 'created_at']) {
      const ended = await cookie()
      await pool.query(`update session set ${column} = now() - interval '13 hours'`)
      expect((await ask(null, 'get', '/session', undefined, { cookie: ended })).status).toBe(401)
    }
  }, LIMIT_MS)

  test('a link signs in once, a password after it, and signing out ends it', async () => {
    const { link } = await json<{ link: string }>('admin-default', 'post', '/users', { name: 'new', role: 'analyst' })
    const token = link.split('token=')[1]
    const enter = (body: unknown, path = '/session/link') => fetch(`${server.origin}/api/v1${path}`, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })
    const answers = await Promise.all([enter({ token }), enter({ token }), enter({ token })])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401])
    const entered = answers.find(({ status }) => status === 200)!
    const cookie = entered.headers.get('set-cookie')!.split(';')[0]!
    const { csrf } = await entered.json() as { csrf: string }
    const change = (path: string, method: string, body?: unknown) => ask(null, method, path, body, { cookie, 'x-noroshi-csrf': csrf })
    expect((await change('/session/password', 'post', { password: 'new-new-new-new' })).status).toBe(422)
    const { pool } = opened.store.ledger
    const keepsNo = async (table: string, secret: string | undefined) => {
      const { rows } = await pool.query(`select ${table}::text as row from ${table}`)
      expect(rows.length, table).toBeGreaterThan(0)
      expect(JSON.stringify(rows), table).not.toContain(secret)
    }
    await keepsNo('sign_in_link', token)
    await keepsNo('session', cookie.split('=')[1])
    await keepsNo('api_token', tokens.values().next().value)
    const elsewhere = await openSession(pool, 'new', { byLink: true, address: '192.0.2.1' })
    const askElsewhere = () => ask(null, 'get', '/session', undefined, { cookie: `noroshi=${elsewhere}` })
    expect((await askElsewhere()).status).toBe(200)
    expect((await change('/session/password', 'post', { password: 'a pass that is long' })).status).toBe(204)
    expect((await askElsewhere()).status).toBe(401)
    await keepsNo('account', 'a pass that is long')
    expect((await enter({ name: 'new', password: 'a pass that is long' }, '/session')).status).toBe(200)
    const unknown = [await enter({ name: 'new', password: 'another' }, '/session'), await enter({ name: 'nobody', password: 'another' }, '/session')]
    const told = await Promise.all(unknown.map(async answer => refusal({ status: answer.status, text: await answer.text() })))
    expect(told[0]).toEqual(told[1])
    expect((await change('/session', 'delete')).status).toBe(204)
    expect((await ask(null, 'get', '/session', undefined, { cookie })).status).toBe(401)
    const trail = await json<{ items: { action: string }[] }>('lead-default', 'get', '/audit?limit=200')
    for (const action of ['account.add', 'account.link', 'session.open', 'account.password', 'session.end']) expect(trail.items.map(entry => entry.action)).toContain(action)
  }, LIMIT_MS)

  test('what a sensor is to collect is said and shown without its secrets, which stay', async () => {
    const entry = { kind: 'bulk', name: 'beats', https: ['0.0.0.0:9200'] }
    const written = await json<unknown>('admin-default', 'post', '/sensors/branch-1/sources', { sources: [{ entry: { ...entry, tokens: ['a-secret-of-beats'] } }] })
    const kept = await json<unknown>('admin-default', 'post', '/sensors/branch-1/sources', { sources: [{ entry: { ...entry, zone: 'UTC' }, keep: ['tokens'] }] })
    expect([written, kept]).toEqual([{ version: 1, sources: [{ entry, secrets: ['tokens'] }] }, { version: 2, sources: [{ entry: { ...entry, zone: 'UTC' }, secrets: ['tokens'] }] }])
    const { rows } = await opened.store.ledger.pool.query(`select sources from sensor_sources where version = 2`)
    expect(rows).toEqual([{ sources: [{ ...entry, zone: 'UTC', tokens: ['a-secret-of-beats'] }] }])
    expect(await as('admin-default', 'post', '/sensors/branch-1/sources', { sources: [{ entry: { kind: 'bulk' } }] })).toMatchObject({ status: 422, text: expect.stringContaining('name') })
    expect((await as('lead-default', 'get', '/audit?limit=20')).text).not.toContain('a-secret-of-beats')
  }, LIMIT_MS)

  test('one sensor of another organisation is shown to whom the list shows it: an administrator of the hub', async () => {
    const { pool } = opened.store.ledger
    await enrolSensor(pool, await makeSensorToken(pool, { organisation: 'elsewhere', name: 'branch-9', minutes: 1, person: 'admin-elsewhere' }), 'decaf')
    await server.sensors!.changed()
    const statusOf = async (who: string, path: string) => (await as(who, 'get', path)).status
    expect(await json('admin-default', 'get', '/sensors/branch-9?organisation=elsewhere')).toMatchObject({ name: 'branch-9', organisation: 'elsewhere' })
    expect(await json('viewer-elsewhere', 'get', '/sensors/branch-9')).toMatchObject({ organisation: 'elsewhere' })
    for (const who of ['admin-default', 'admin-elsewhere', 'viewer-default', 'lead-default']) {
      const listed = (await json<{ items: { name: string; organisation: string }[] }>(who, 'get', '/sensors')).items.map(({ name, organisation }) => `${organisation}/${name}`)
      for (const [organisation, name] of [['default', 'branch-1'], ['elsewhere', 'branch-9'], ['elsewhere', 'branch-1']] as const) {
        expect([who, name, organisation, await statusOf(who, `/sensors/${name}?organisation=${organisation}`)]).toEqual([who, name, organisation, listed.includes(`${organisation}/${name}`) ? 200 : 404])
      }
    }
    expect([await statusOf('admin-default', '/sensors/branch-9'), (await as('admin-default', 'delete', '/sensors/branch-9')).status]).toEqual([404, 404])
  }, LIMIT_MS)

  test('the last administrator stays', async () => {
    const { status } = await as('admin-elsewhere', 'patch', '/users/admin-elsewhere', { role: 'viewer' })
    expect(status).toBe(409)
  })
})
