import { z } from '@hono/zod-openapi'
import { describe, expect, it } from 'vitest'
import type { PersonAccess } from './access.ts'
import { NoroshiError } from '../platform/noroshi-error.ts'
import { atLeast } from '../store/accounts/person.ts'
import { buildApp } from './app.ts'
import type { ServerRoute } from './route.ts'
import { apiErrorSchema } from './errors/api-error.ts'
import { publicRoute, route } from './route.ts'
import { bareServices, identityOf } from './testing/bare-services.ts'

const READ: PersonAccess = { roles: atLeast('viewer'), scope: 'read', organisation: 'own', tlp: 'data' }

const echo = route({
  method: 'post', path: '/echo/{name}', summary: 'Says it again', access: READ,
  params: z.object({ name: z.string().max(5) }), body: z.object({ text: z.string() }), answer: z.object({ said: z.string() }),
}, async ({ params, body }) => ({ said: `${params.name}: ${body.text}` }))

const open = publicRoute({ method: 'get', path: '/open', summary: 'For all', access: { public: 'a test of the frame' }, answer: z.object({ ok: z.literal(true) }) },
  async () => ({ ok: true }))

const broken = route({ method: 'get', path: '/broken', summary: 'Throws', access: READ, answer: z.object({}) }, async () => {
  throw new Error('password of the database is hunter2')
})

/** Without limits and meters; answers are held against their schemas. */
const OPEN = { limit: () => {}, metrics: { answered: () => {}, abandoned: () => {} }, checkAnswers: true }

function appOf(routes: readonly ServerRoute[], identity = identityOf({})) {
  const lines: string[] = []
  return { lines, app: buildApp({ ...OPEN, services: bareServices(lines), authenticate: async () => identity, routes }) }
}

const say = (name: string, body: unknown, headers: Record<string, string> = {}) => [`/api/v1/echo/${name}`, {
  method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body), headers: { 'content-type': 'application/json', 'x-noroshi-csrf': 'page', ...headers },
}] as const

describe('a server', () => {
  it('does not start with a route that has no rules, or with one twice', () => {
    const { access: _, ...ruleless } = echo
    expect(() => appOf([ruleless as ServerRoute])).toThrow(/POST \/echo\/\{name\} has no rules/)
    expect(() => appOf([echo, echo])).toThrow(/twice/)
  })

  it('hands a handler what was sent, checked, and answers what it says', async () => {
    const { app } = appOf([echo])
    const answer = await app.request(...say('anna', { text: 'hi' }))
    expect([answer.status, await answer.json()]).toEqual([200, { said: 'anna: hi' }])
  })

  it('names the part of a request that does not fit', async () => {
    const { app } = appOf([echo])
    for (const [given, field] of [[say('too-long', { text: '' }), 'params.name'], [say('a', {}), 'body.text'], [say('a', '{'), 'body']] as const) {
      const answer = await app.request(...given)
      expect([answer.status, apiErrorSchema.parse(await answer.json()).error]).toMatchObject([400, { code: 'bad-request', field }])
    }
  })

  it('says the same of what is not there and of what one may not see', async () => {
    const bodies = await Promise.all([
      appOf([echo]).app.request('/api/v1/nothing', { method: 'POST' }),
      appOf([echo], identityOf({ clearance: 'clear' })).app.request(...say('a', { text: '' })),
      appOf([echo], { ...identityOf({}), scopes: ['ingest'], session: null }).app.request(...say('a', { text: '' })),
    ].map(async answering => {
      const answer = await answering
      const { error: { requestId: _, ...rest } } = apiErrorSchema.parse(await answer.json())
      return [answer.status, rest]
    }))
    expect(new Set(bodies.map(body => JSON.stringify(body))).size).toBe(1)
    expect(bodies[0]![0]).toBe(404)
  })

  it('asks who it is before it looks at anything that was sent', async () => {
    const { app } = appOf([echo, open])
    const signedOut = buildApp({ ...OPEN, services: bareServices([]), authenticate: async () => null, routes: [echo, open] })
    expect((await signedOut.request(...say('too-long', '{'))).status).toBe(401)
    expect((await signedOut.request('/api/v1/open')).status).toBe(200)
    expect((await app.request(...say('a', { text: '' }, { 'x-noroshi-csrf': 'another' }))).status).toBe(403)
  })

  it('keeps what went wrong for the log, under the request id of the answer', async () => {
    const { app, lines } = appOf([broken])
    const answer = await app.request('/api/v1/broken', { headers: { 'accept-language': 'ja' } })
    const body = apiErrorSchema.parse(await answer.json())
    expect([answer.status, body.error.message]).toEqual([500, 'サーバー内部でエラーが発生しました'])
    expect(JSON.stringify(body)).not.toContain('hunter2')
    expect(JSON.parse(lines[0]!)).toMatchObject({ request: body.error.requestId, cause: 'password of the database is hunter2' })
  })

  it('counts apart who went away before the answer, and takes that for no error; another error stays one', async () => {
    const counted: string[] = []
    const lines: string[] = []
    const leftWith = async (failure: (signal: AbortSignal) => unknown) => {
      const leaving = new AbortController()
      const waits = route({ method: 'get', path: '/waits', summary: 'Waits', access: READ, answer: z.object({}) }, async (_, { request: { signal } }) => {
        leaving.abort()
        throw failure(signal)
      })
      const metrics = { answered: () => counted.push('answered'), abandoned: () => counted.push('abandoned') }
      const app = buildApp({ ...OPEN, metrics, services: bareServices(lines), authenticate: async () => identityOf({}), routes: [waits] })
      await app.request('/api/v1/waits', { signal: leaving.signal })
    }
    await leftWith(({ reason }) => reason)
    await leftWith(() => new NoroshiError('store-unavailable', 'the event store', { cause: new Error('The user aborted a request.') }))
    await leftWith(() => new Error('a mistake'))
    expect(counted).toEqual(['abandoned', 'abandoned', 'answered'])
    expect(lines.map(line => (JSON.parse(line) as { level: string }).level).filter(level => level === 'error')).toHaveLength(1)
  })

  it('looks once more when the store broke off under a look, and never does anything else twice', async () => {
    let asked = 0
    const breaksOff = (times: number) => async () => {
      if (asked++ < times) throw new NoroshiError('store-unavailable', 'the event store: socket hang up')
      return { ok: true as const }
    }
    const routeOf = (method: 'get' | 'post', times: number) => route({ method, path: '/look', summary: 'Looks', access: READ, answer: z.object({ ok: z.literal(true) }) }, breaksOff(times))
    const askedBy = async (method: 'get' | 'post', times: number) => {
      asked = 0
      const answer = await appOf([routeOf(method, times)]).app.request('/api/v1/look', { method: method.toUpperCase(), headers: { 'x-noroshi-csrf': 'page' } })
      return [answer.status, asked]
    }
    expect([await askedBy('get', 1), await askedBy('get', 2), await askedBy('post', 1)]).toEqual([[200, 2], [503, 2], [503, 1]])
  })

  it('tells browsers to do nothing with an answer but show it, and to keep none, and says nothing of what it is made of', async () => {
    const { app } = appOf([open, broken])
    for (const path of ['/api/v1/open', '/api/v1/broken', '/api/v1/nothing', '/nothing']) {
      const { headers } = await app.request(path)
      expect(Object.fromEntries(headers)).toMatchObject({
        'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cache-control': 'no-store', 'x-frame-options': 'DENY',
        'content-security-policy': expect.stringMatching(/default-src 'none'.*frame-ancestors 'none'/),
      })
      expect([headers.get('server'), headers.get('x-powered-by'), headers.get('access-control-allow-origin')]).toEqual([null, null, null])
    }
    expect((await app.request('https://a.example/api/v1/open')).headers.get('strict-transport-security')).toContain('max-age=')
  })

  it('describes its routes in OpenAPI 3.1', async () => {
    const { app } = appOf([echo, open])
    expect(await (await app.request('/api/v1/openapi.json')).json()).toMatchObject({
      openapi: '3.1.0',
      paths: { '/echo/{name}': { post: { operationId: 'postEchoName', 'x-access': READ, security: [{ session: [] }, { token: ['read'] }] } }, '/open': { get: { security: [] } } },
    })
  })
})
