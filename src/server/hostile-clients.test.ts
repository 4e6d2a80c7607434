import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { z } from '@hono/zod-openapi'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { byDepth } from '../../test/depth.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import type { Listening } from './listen.ts'
import { buildApp } from './app.ts'
import { serveFolder } from './console/serve-folder.ts'
import { SERVER_LIMITS } from './defaults.ts'
import { listen } from './listen.ts'
import { publicRoute } from './route.ts'
import { bareServices } from './testing/bare-services.ts'
import { rawClient, sendRaw } from './testing/raw-client.ts'

const open = { access: { public: 'a test of the listener' } }

const routes = [
  publicRoute({ ...open, method: 'get', path: '/ok', summary: 'Answers', answer: z.object({ ok: z.boolean() }) }, async () => ({ ok: true })),
  publicRoute({ ...open, method: 'post', path: '/json', summary: 'Takes JSON', body: z.object({ text: z.string() }), answer: z.object({ length: z.int() }) },
    async ({ body: { text } }) => ({ length: text.length })),
  publicRoute({ ...open, method: 'patch', path: '/bytes', summary: 'Takes bytes', bytes: { mediaType: 'application/octet-stream', most: 4_194_304 }, answer: z.object({ bytes: z.int() }) },
    async (_, { request }) => {
      let bytes = 0
      if (request.body !== null) for await (const block of request.body) bytes += block.byteLength
      return { bytes }
    }),
]

describe('with hostile clients, the server', () => {
  const lines: string[] = []
  const abandoned: string[] = []
  let server: Listening
  const isAlive = async () => (await fetch(`http://127.0.0.1:${server.port}/api/v1/ok`)).status === 200
  const happenings = () => new Set(lines.map(line => (JSON.parse(line) as { happening: string }).happening))

  beforeAll(async () => {
    const services = bareServices(lines)
    const page = async () => new Response('a page', { headers: { 'content-type': 'text/html' } })
    const app = buildApp({ services, routes, authenticate: async () => null, limit: () => {}, metrics: { answered: () => {}, abandoned: name => void abandoned.push(name) }, hosts: [], page })
    server = await listen({ host: '127.0.0.1', port: 0, tls: null, log: services.log, fetch: (request, connection) => app.fetch(request, connection) })
  })
  afterAll(() => server.close())

  it('refuses a gigabyte by what it announces, and one that announces nothing as soon as it is too much', async () => {
    const announced = await sendRaw(server.port, `POST /api/v1/json HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1073741824\r\n\r\n{`)
    expect(announced).toMatch(/^HTTP\/1\.1 413 /)
    const before = process.memoryUsage.rss()
    const block = new Uint8Array(65_536).fill(0x20)
    let sent = 0
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += block.length
        if (sent > byDepth(67_108_864, 1_073_741_824, 1_073_741_824)) controller.close()
        else controller.enqueue(block)
      },
    })
    const streamed = await fetch(`http://127.0.0.1:${server.port}/api/v1/json`, {
      method: 'POST', body, duplex: 'half', headers: { 'content-type': 'application/json' },
    } as RequestInit).then(answer => answer.status, () => 'cut')
    expect([413, 'cut']).toContain(streamed)
    expect(sent).toBeLessThan(33_554_432)
    expect(process.memoryUsage.rss() - before).toBeLessThan(200_000_000)
    expect(await isAlive()).toBe(true)
  })

  it('counts those who go away while they send, and takes none of it for its own error', async () => {
    for (const [method, path, type] of [['PATCH', '/bytes', 'application/octet-stream'], ['POST', '/json', 'application/json']] as const) {
      const client = await rawClient(server.port)
      client.socket.write(`${method} /api/v1${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${type}\r\nContent-Length: 1000\r\n\r\n{"text"`)
      await sleep(50)
      client.socket.destroy()
      await expect.poll(() => abandoned.pop()).toBe(path)
    }
    expect(lines.filter(line => (JSON.parse(line) as { level: string }).level === 'error')).toEqual([])
  })

  it('holds bytes that are sent to the most their route takes', async () => {
    const send = (bytes: number) => fetch(`http://127.0.0.1:${server.port}/api/v1/bytes`, { method: 'PATCH', body: new Uint8Array(bytes) })
    expect(await (await send(4_194_304)).json()).toEqual({ bytes: 4_194_304 })
    expect(await send(4_194_305).then(answer => answer.status, () => 413)).toBe(413)
  })

  it('refuses JSON that is none, too deep, or no JSON by its type', async () => {
    const post = async (body: string, type = 'application/json') => (await fetch(`http://127.0.0.1:${server.port}/api/v1/json`, { method: 'POST', body, headers: { 'content-type': type } })).status
    expect(await Promise.all([
      post('{'), post(''), post('null'), post('{"text":1}'), post('['.repeat(1_000_000)), post('{"text":"a"}', 'text/plain'), post('{"text":"a","__proto__":{"x":1}}'),
    ])).toEqual([400, 400, 400, 400, 400, 400, 200])
  })

  it('refuses heads that are too large, ambiguous, or no HTTP, and says so in the log', async () => {
    const head = 'GET /api/v1/ok HTTP/1.1\r\nHost: localhost\r\n'
    expect(await sendRaw(server.port, `${head}X: ${'a'.repeat(SERVER_LIMITS.headerBytes)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /)
    expect(await sendRaw(server.port, `${head}${Array.from({ length: 3_000 }, (_, index) => `X${index}: 1\r\n`).join('')}\r\n`)).toMatch(/^HTTP\/1\.1 431 /)
    const smuggled = 'POST /api/v1/json HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /'
    expect(await sendRaw(server.port, smuggled)).toMatch(/^HTTP\/1\.1 400 /)
    expect(await sendRaw(server.port, 'GET /api/v1/ok HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /)
    expect(await sendRaw(server.port, Buffer.from('16030100c8010000c40303', 'hex'))).toMatch(/^HTTP\/1\.1 400 /)
    expect(happenings()).toContain('bad request')
  })

  it('is not asked under the name of another', async () => {
    expect(await sendRaw(server.port, 'GET /api/v1/ok HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1\.1 404 /)
  })

  it('lives through whatever bytes it is sent', async () => {
    const start = fc.constantFrom('', 'GET / HTTP/1.1\r\n', 'POST /api/v1/json HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n', 'PRI * HTTP/2.0\r\n\r\n')
    await fc.assert(fc.asyncProperty(start, fc.uint8Array({ maxLength: 300 }), async (text, rest) => {
      await sendRaw(server.port, Buffer.concat([Buffer.from(text), rest]), 200)
    }), { numRuns: byDepth(10, 60, 1_000) })
    expect(await isAlive()).toBe(true)
  })

  it('goes on when an upload breaks off', async () => {
    for (let count = 0; count < 20; count++) {
      const { socket, closed } = await rawClient(server.port)
      socket.write('PATCH /api/v1/bytes HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\nbeginning')
      await sleep(2)
      socket.destroy()
      await closed
    }
    expect(await isAlive()).toBe(true)
  })

  it.skipIf(byDepth(true, false, false))('answers others while slow clients drip, and closes those in time', async () => {
    const slow = await Promise.all(Array.from({ length: 200 }, () => rawClient(server.port)))
    const started = performance.now()
    const drip = setInterval(() => { for (const { socket } of slow) if (socket.writable) socket.write('X') }, 500)
    for (const { socket } of slow) socket.write('GET /api/v1/ok HTTP/1.1\r\nHost: localhost\r\nX-Slow: ')
    expect(await isAlive()).toBe(true)
    await Promise.all(slow.map(({ closed }) => closed))
    clearInterval(drip)
    expect(performance.now() - started).toBeLessThan(SERVER_LIMITS.headersMs + 3 * SERVER_LIMITS.checkMs + 5_000)
    expect(slow.every(({ said }) => said().startsWith('HTTP/1.1 408 '))).toBe(true)
  })
})

describe('the console\'s files', () => {
  const SECRET = 'what lies beside the folder'

  it('are what lay in the folder, and no path leads out of it', async () => {
    const folder = temporaryFolder({ 'site/index.html': '<title>Noroshi</title>', 'site/assets/main-abc.js': 'export const a = 1', 'secret.txt': SECRET })
    const page = serveFolder(`${folder}/site`)
    const paths = [
      '/../secret.txt', '/..%2fsecret.txt', '/%2e%2e/secret.txt', '/assets/..%2f..%2fsecret.txt', '//secret.txt', '/assets/../../secret.txt', '/..\\secret.txt', '/secret.txt%00.html',
      `${folder}/secret.txt`, '/index.html/../../secret.txt',
    ]
    for (const path of paths) expect(await (await page(new Request(`http://127.0.0.1${path}`)))?.text() ?? 'nothing', path).not.toContain(SECRET)
  })

  it('are kept for good when their name says their content, and packed for who takes that', async () => {
    const folder = temporaryFolder({ 'index.html': '<title>Noroshi</title>', 'assets/main-abc.js': `export const a = "${'a'.repeat(5_000)}"` })
    const page = serveFolder(folder)
    const get = async (path: string, headers: Record<string, string> = {}) => (await page(new Request(`http://127.0.0.1${path}`, { headers })))!
    const script = await get('/assets/main-abc.js', { 'accept-encoding': 'gzip, br' })
    expect([script.headers.get('cache-control'), script.headers.get('content-encoding')]).toEqual(['public, max-age=31536000, immutable', 'br'])
    expect((await get('/assets/main-abc.js', { 'accept-encoding': 'br;q=0' })).headers.get('content-encoding')).toBe(null)
    const index = await get('/cases/some-case')
    expect([await index.text(), index.headers.get('cache-control')]).toEqual(['<title>Noroshi</title>', 'no-cache'])
    expect(index.headers.get('content-security-policy')).not.toContain('unsafe')
    expect((await get('/', { 'if-none-match': index.headers.get('etag')! })).status).toBe(304)
    expect(await page(new Request('http://127.0.0.1/assets/absent.js'))).toBe(null)
  })
})
