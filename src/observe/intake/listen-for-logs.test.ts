import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, onTestFinished, test } from 'vitest'
import { byDepth, IS_QUICK } from '../../../test/depth.ts'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import type { SegmentFile } from '../../pipeline/collect/segment-files.ts'
import { recoverSegments } from '../../pipeline/collect/segment-files.ts'
import { SpoolRoom } from '../../pipeline/collect/spool-room.ts'
import { StreamSpool } from '../../pipeline/collect/stream-spool.ts'
import { listenForLogs } from './listen-for-logs.ts'
import type { IntakeKind, IntakePlaces } from './listen-for-logs.ts'
import { encodeOtlp } from './testing/encode-otlp.ts'
import { keptRecords } from './testing/kept-records.ts'

async function open(kind: IntakeKind, options: Partial<IntakePlaces> = {}, spoolBytes = 1e9) {
  const sealed: SegmentFile[] = []
  const room = new SpoolRoom(temporaryFolder(), { reserveBytes: 0, spoolBytes })
  const spool = await StreamSpool.open({ organisation: 'default', name: 'lab', format: 'json' }, { room, onSealed: segment => sealed.push(segment) })
  const receiver = await listenForLogs({ kind, http: ['127.0.0.1:0'], https: [], tokens: [], users: {}, ...options }, spool, () => {
    throw new Error('no TLS')
  })
  onTestFinished(async () => {
    await receiver.close()
    await spool.close()
  })
  const port = Number(/:(\d+)$/.exec(receiver.places[0] ?? '')?.[1])
  return {
    port,
    spool,
    ask: async (method: string, path: string, body?: string | Uint8Array, headers: Record<string, string> = {}) => {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers, ...body === undefined ? {} : { body: Buffer.from(body) } })
      return { status: answer.status, headers: answer.headers, body: Buffer.from(await answer.arrayBuffer()) }
    },
    async kept() {
      await spool.seal()
      return keptRecords(sealed)
    },
  }
}

const BULK = '{"create":{"_index":"logs"}}\n{"a":1}\n{"create":{"_index":"logs"}}\n{"a":\n'

describe('bulk', () => {
  test('what Beats ask and send, as recorded of their exchanges', async () => {
    const { ask, kept } = await open('bulk', { users: { beats: 'secret key' } })
    const authorization = `Basic ${Buffer.from('beats:secret key').toString('base64')}`
    const asBeats = (method: string, path: string, body?: string | Uint8Array, more: Record<string, string> = {}) => ask(method, path, body, { authorization, accept: 'application/json', ...more })
    const root = await asBeats('GET', '/')
    expect([root.status, root.headers.get('x-elastic-product'), JSON.parse(root.body.toString())]).toMatchObject([200, 'Elasticsearch', { version: { number: expect.stringMatching(/^\d+\.\d+\.\d+$/), build_flavor: 'default' }, tagline: 'You Know, for Search' }])
    expect(JSON.parse((await asBeats('GET', '/_license?human=false')).body.toString())).toMatchObject({ license: { status: 'active', type: 'basic' } })
    expect((await asBeats('HEAD', '/_index_template/filebeat')).status).toBe(200)
    expect((await asBeats('GET', '/_ilm/policy/filebeat')).status).toBe(404)
    expect((await asBeats('PUT', '/_ilm/policy/filebeat', '{"policy":{}}')).body.toString()).toBe('{"acknowledged":true}')
    expect((await asBeats('PUT', '/_data_stream/filebeat')).status).toBe(200)
    expect((await asBeats('GET', '/_ingest/pipeline/filebeat-x')).status).toBe(404)
    const sent = await asBeats('POST', '/_bulk?filter_path=errors%2Citems.%2A.error%2Citems.%2A.status', gzipSync(BULK), { 'content-encoding': 'gzip', 'content-type': 'application/x-ndjson' })
    expect(JSON.parse(sent.body.toString())).toEqual({
      errors: true,
      items: [{ create: { status: 201 } }, { create: { status: 400, error: { type: 'document_parsing_exception', reason: expect.stringContaining('cut off') } } }],
    })
    expect(await kept()).toEqual(['{"_index":"logs","a":1}'])
  })

  test('answers each item in full, and in the media type that is asked for', async () => {
    const { ask } = await open('bulk')
    const { headers, body } = await ask('POST', '/other/_bulk', '{"index":{"_id":"7"}}\n{}\n', { accept: 'application/vnd.elasticsearch+json;compatible-with=9' })
    expect(headers.get('content-type')).toBe('application/vnd.elasticsearch+json;compatible-with=9')
    expect(JSON.parse(body.toString())).toMatchObject({ errors: false, items: [{ index: { _index: 'other', _id: '7', status: 201, result: 'created' } }] })
    const single = await ask('POST', '/other/_doc', '{\n"b": 2\n}')
    expect([single.status, JSON.parse(single.body.toString())]).toMatchObject([201, { _index: 'other', result: 'created' }])
    expect((await ask('POST', '/_bulk', 'hello\n')).status).toBe(400)
    expect((await ask('POST', '/_bulk', zstdCompressSync(BULK), { 'content-encoding': 'zstd' })).status).toBe(200)
    expect((await ask('POST', '/_bulk', BULK, { 'content-encoding': 'br' })).status).toBe(415)
  })

  test.each([
    ['an API key', `ApiKey ${Buffer.from('id:a secret').toString('base64')}`, 200], ['a token', 'Bearer another-secret', 200], ['nothing', '', 401],
    ['a wrong one', 'Bearer wrong', 401], ['no credentials at all', 'Basic %%%', 401],
  ])('with %s', async (_, authorization, status) => {
    const { ask, kept } = await open('bulk', { tokens: ['id:a secret', 'another-secret'] })
    expect((await ask('POST', '/_bulk', BULK, authorization === '' ? {} : { authorization })).status).toBe(status)
    expect(await kept()).toHaveLength(status === 200 ? 1 : 0)
  })
})

test('the event collector takes events, raw lines and questions about them', async () => {
  const { ask, kept } = await open('hec', { tokens: ['11111111-2222'] })
  const authorization = 'Splunk 11111111-2222'
  const texts: unknown[] = []
  const asked = async (path: string, body: string, more: Record<string, string> = {}) => {
    const { status, body: answer } = await ask('POST', `/services/collector${path}`, body, { authorization, ...more })
    texts.push([status, JSON.parse(answer.toString())])
    return answer.toString()
  }
  await asked('/event', '{"event":"a"}{"event":"b"}')
  await asked('', '{"event":"c"}{"time":1}{"event":"d"}')
  await asked('/raw?sourcetype=s', 'e\nf\n')
  const { ackId } = JSON.parse(await asked('/event/1.0', '{"event":"g"}', { 'x-splunk-request-channel': 'c1' }))
  await asked('/ack?channel=c1', JSON.stringify({ acks: [ackId, ackId + 1] }))
  await asked('/ack', '{"acks":[1]}')
  expect(texts).toEqual([
    [200, { text: 'Success', code: 0 }],
    [400, { 'text': 'Event field is required', 'code': 12, 'invalid-event-number': 1 }],
    [200, { text: 'Success', code: 0 }],
    [200, { text: 'Success', code: 0, ackId }],
    [200, { acks: { [ackId]: true, [ackId + 1]: false } }],
    [400, { text: 'Data channel is missing', code: 10 }],
  ])
  expect((await kept()).map(line => JSON.parse(line).event)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g'])
  expect((await ask('GET', '/services/collector/health')).body.toString()).toContain('17')
  expect((await ask('POST', '/services/collector', '{"event":"a"}')).status).toBe(401)
  expect((await ask('POST', '/services/collector', '{"event":"a"}', { authorization: 'Splunk wrong' })).status).toBe(403)
})

test('OTLP takes logs in both forms, and answers in that of the question', async () => {
  const { ask, kept } = await open('otlp')
  const binary = await ask('POST', '/v1/logs', gzipSync(encodeOtlp({ 'host.name': 'a' }, [{ body: 'x' }])), { 'content-type': 'application/x-protobuf', 'content-encoding': 'gzip' })
  expect([binary.status, binary.headers.get('content-type'), binary.body.length]).toEqual([200, 'application/x-protobuf', 0])
  const json = await ask('POST', '/v1/logs', '{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{"intValue":"1"}},7]}]}]}', { 'content-type': 'application/json' })
  expect(JSON.parse(json.body.toString())).toEqual({ partialSuccess: { rejectedLogRecords: '1', errorMessage: 'a log record is no object' } })
  expect([(await ask('POST', '/v1/traces', '{}')).status, (await ask('POST', '/v1/logs', 'x', { 'content-type': 'text/plain' })).status, (await ask('POST', '/v1/logs', '\u0001', { 'content-type': 'application/x-protobuf' })).status]).toEqual([404, 415, 400])
  expect(await kept()).toEqual(['{"body":"x","resource":{"host.name":"a"},"scope":{"name":"scope","version":"1.0"}}', '{"body":1}'])
})

test.skipIf(IS_QUICK)('each is told to come again when the spool is full', async () => {
  const requests = [
    ['bulk', '/_bulk', '{"create":{"_index":"i"}}\n{}\n', 429], ['hec', '/services/collector', '{"event":"a"}', 503], ['otlp', '/v1/logs', '{}', 503],
  ] as const
  await Promise.all(requests.map(async ([kind, path, body, status]) => {
    const { ask, spool } = await open(kind, {}, 0)
    void spool.append({ lines: [Buffer.from('{}\n')], count: 1, received: 0, transport: 'http', sender: null }).catch(() => {})
    await expect.poll(() => spool.state.kind).toBe('paused')
    const answer = await ask('POST', path, body, { 'content-type': 'application/json' })
    expect([answer.status, Number(answer.headers.get('retry-after'))]).toEqual([status, 5])
  }))
})

test('what is no HTTP, and a request that breaks off, are counted and keep nothing', async () => {
  const { port, spool, ask } = await open('bulk')
  for (const text of ['hello\r\n\r\n', 'POST /_bulk HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{"create"', 'POST /_bulk HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999999\r\n\r\n']) {
    const socket = connect(port, '127.0.0.1').on('error', () => {}).resume()
    await once(socket, 'connect')
    socket.end(text)
    await once(socket, 'close')
  }
  await expect.poll(() => spool.meter.figures().malformed).toBeGreaterThanOrEqual(2)
  expect((await ask('GET', '/')).status).toBe(200)
})

const LISTENER = fileURLToPath(new URL('./testing/listen-until-killed.ts', import.meta.url))
const ROUNDS = byDepth(0, 4, 50)

test.skipIf(IS_QUICK)('after a kill -9 anywhere, each document that was answered with 201 is there, and none twice', { timeout: 20_000 + ROUNDS * 5_000 }, async () => {
  const folder = temporaryFolder()
  const acknowledged: number[] = []
  let next = 0
  for (let round = 0; round < ROUNDS; round++) {
    const child = spawn(process.execPath, [LISTENER, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
    const closed = once(child, 'close')
    const [place] = await once(child.stdout, 'data')
    const url = `http://${/\S+:\d+/.exec(String(place).replace('http ', ''))?.[0]}/_bulk`
    const sender = async () => {
      for (;;) {
        const numbers = Array.from({ length: 50 }, () => next++)
        const answer = await fetch(url, { method: 'POST', body: numbers.map(number => `{"create":{"_index":"i"}}\n{"n":${number}}\n`).join('') }).then(got => got.text()).catch(() => null)
        if (answer === null) return
        if (answer.includes('"errors":false,') && answer.endsWith(']}')) acknowledged.push(...numbers)
      }
    }
    const sending = Promise.all([sender(), sender(), sender()])
    await sleep(300 + Math.random() * 300)
    child.kill('SIGKILL')
    await closed
    await sending
  }
  const { sealed } = await recoverSegments(join(folder, 'default/lab'), { organisation: 'default', name: 'lab' })
  const found = keptRecords(sealed).map(line => JSON.parse(line).n)
  const there = new Set(found)
  expect(there.size).toBe(found.length)
  expect(acknowledged.filter(number => !there.has(number))).toEqual([])
  expect(acknowledged.length).toBeGreaterThan(ROUNDS * 50)
})
