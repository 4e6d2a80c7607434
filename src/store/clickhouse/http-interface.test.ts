import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CLICKHOUSE_LIMITS } from './defaults.ts'
import { EmbeddedServer } from './embedded-server.ts'
import { IS_QUICK } from '../../../test/depth.ts'

let folder: string
let server: EmbeddedServer
let port: number
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'noroshi-http-'))
  server = await EmbeddedServer.start(join(folder, 'clickhouse'), join(folder, 'run'), { ...CLICKHOUSE_LIMITS, querySessions: 2 })
  port = await server.port()
  await ask('CREATE TABLE rows (a UInt64) ENGINE = MergeTree ORDER BY a')
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

interface Request {
  readonly search?: Record<string, string>
  readonly headers?: Record<string, string>
  readonly method?: string
}

async function ask(body: string | Buffer | null, { search = {}, headers = {}, method = 'POST' }: Request = {}) {
  const response = await fetch(`http://127.0.0.1:${port}/?${new URLSearchParams(search)}`, {
    method,
    headers: { Authorization: `Basic ${btoa(`default:${server.password}`)}`, ...headers },
    body: typeof body === 'string' || body === null ? body : Uint8Array.from(body),
  })
  return { status: response.status, text: await response.text(), headers: response.headers }
}

test.skipIf(IS_QUICK)('whoever does not know the password gets no answer but to a ping', async () => {
  const stranger = await ask('SELECT 1', { headers: { Authorization: 'Basic x' } })
  expect(stranger).toMatchObject({ status: 403, text: expect.stringContaining('Code: 516') })
  expect(await (await fetch(`http://127.0.0.1:${port}/ping`)).text()).toBe('Ok.\n')
})

test.skipIf(IS_QUICK)('a query in the URL is read-only when it comes by GET', async () => {
  const get = (search: Record<string, string>) => ask(null, { method: 'GET', search })
  expect(await get({ query: 'SELECT 1 + {x:UInt8}', param_x: '2' })).toMatchObject({ status: 200, text: '3\n' })
  expect((await get({ query: 'DROP TABLE rows' })).text).toContain('READONLY')
})

test.skipIf(IS_QUICK)('statement and parameters may come as a form, which holds more than a URL', async () => {
  const form = (boundary: string, ...parts: string[]) => ask(parts.map(part => `--b-1\r\n${part}\r\n`).join('') + (boundary === '' ? '' : `--${boundary}--\r\n`), {
    headers: { 'Content-Type': 'multipart/form-data; boundary=b-1' },
  })
  const query = 'Content-Disposition: form-data; name="query"\r\n\r\nSELECT length({p:String}), {p:String} = \'\ufeff;--b\r\n;\''
  const value = 'Content-Disposition: form-data; name="param_p"\r\n\r\n\ufeff;--b\\r\\n;'
  expect(await form('b-1', query, value)).toMatchObject({ status: 200, text: '10\t1\n' })
  expect(await form('', query, value)).toMatchObject({ status: 400, text: expect.stringContaining('breaks off') })
})

test.skipIf(IS_QUICK)('the format is that of the statement, else default_format, else tabs', async () => {
  const query = 'SELECT 1 AS a, \'x\' AS b'
  expect((await ask(query)).text).toBe('1\tx\n')
  expect((await ask(query, { search: { default_format: 'CSV' } })).text).toBe('1,"x"\n')
  const json = await ask(`${query} FORMAT JSONEachRow`, { search: { default_format: 'CSV', query_id: 'my id' } })
  expect([json.text, json.headers.get('x-clickhouse-format'), json.headers.get('x-clickhouse-query-id')]).toEqual([
    '{"a":1,"b":"x"}\n', 'JSONEachRow', 'my id',
  ])
})

test.skipIf(IS_QUICK)('a failure has its status, its code, and the engine\'s words', async () => {
  const failure = await ask('SELECT * FROM nowhere')
  expect([failure.status, failure.headers.get('x-clickhouse-exception-code')]).toEqual([404, '60'])
  expect(failure.text).toMatch(/^Code: 60\. DB::Exception: .*nowhere.*\(UNKNOWN_TABLE\)\n$/)
})

test.skipIf(IS_QUICK)('a failure after the first bytes is told at the end, with the tag of the header', async () => {
  const failure = await ask('SELECT number, throwIf(number = 1000000) FROM numbers(2000000)')
  const tag = failure.headers.get('x-clickhouse-exception-tag')
  expect(failure.status).toBe(200)
  const end = new RegExp(`\r\n__exception__\r\n${tag}\r\n([^]*\n)(\\d+) ${tag}\r\n__exception__\r\n$`)
  const [, message, length] = end.exec(failure.text) ?? []
  expect(message).toContain('Code: 395')
  expect(Number(length)).toBe(Buffer.byteLength(message ?? ''))
})

test.skipIf(IS_QUICK)('sessions and roles are refused', async () => {
  const session = await ask('SELECT 1', { search: { session_id: 'x' } })
  expect(session).toMatchObject({ status: 501, text: expect.stringContaining('stands alone') })
  expect(await ask('SELECT 1', { search: { role: 'x' } })).toMatchObject({ status: 501 })
})

test.skipIf(IS_QUICK)('a body may be compressed; one that is torn or damaged inserts nothing', async () => {
  const rows = gzipSync('{"a":1}\n{"a":2}\n')
  const search = { query: 'INSERT INTO rows FORMAT JSONEachRow' }
  const inserted = await ask(rows, { search, headers: { 'Content-Encoding': 'gzip' } })
  expect(JSON.parse(inserted.headers.get('x-clickhouse-summary') ?? '')).toMatchObject({ written_rows: '2' })
  expect((await ask(rows.subarray(0, rows.length - 12), { search, headers: { 'Content-Encoding': 'gzip' } })).status).toBe(500)
  expect((await ask(rows, { search, headers: { 'Content-Encoding': 'lzma' } })).status).toBe(501)
  await new Promise<void>(resolve => {
    const socket = connect(port, '127.0.0.1', () => {
      const path = `/?${new URLSearchParams(search)}`
      const credentials = btoa(`default:${server.password}`)
      socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Basic ${credentials}\r\nContent-Length: 99\r\n\r\n{"a":3}\n`)
      setTimeout(() => socket.destroy(), 100)
    })
    socket.on('close', () => resolve())
  })
  expect((await ask('SELECT groupArray(a) FROM rows')).text).toBe('[1,2]\n')
})

test.skipIf(IS_QUICK)('data behind a statement is inserted, of any bytes', async () => {
  await ask('CREATE TABLE bytes (s String) ENGINE = MergeTree ORDER BY s')
  await ask(Buffer.concat([Buffer.from('INSERT INTO bytes FORMAT RowBinary\n'), Buffer.from([3, 0xff, 0x00, 0x0a])]))
  expect((await ask('SELECT hex(s) FROM bytes')).text).toBe('FF000A\n')
})

test.skipIf(IS_QUICK)('queries past the number of sessions wait in their order; a ping, a KILL and an insert never wait for them', async () => {
  const long = (id: string) => ask('SELECT sum(cityHash64(number)) FROM numbers(1000000000000)', { search: { query_id: id } })
  const first = long('first')
  const second = long('second')
  // Requests travel on connections of their own: those sent at once may arrive in any order.
  await new Promise(resolve => setTimeout(resolve, 1_000))
  const order: string[] = []
  const waiting: Promise<number>[] = []
  for (const name of ['a', 'b', 'c']) {
    waiting.push(ask(`SELECT '${name}'`).then(({ text }) => order.push(text.trim())))
    await new Promise(resolve => setTimeout(resolve, 200))
  }
  expect((await fetch(`http://127.0.0.1:${port}/ping`)).status).toBe(200)
  expect((await ask('INSERT INTO rows VALUES (7)')).status).toBe(200)
  expect(order).toEqual([])
  await expect.poll(async () => (await ask('KILL QUERY WHERE query_id = \'first\'')).text).toContain('waiting')
  expect((await first).text).toContain('Code: 394')
  await Promise.all(waiting)
  expect(order).toEqual(['a', 'b', 'c'])
  await ask('KILL QUERY WHERE query_id = \'second\'')
  expect((await second).text).toContain('Code: 394')
})
