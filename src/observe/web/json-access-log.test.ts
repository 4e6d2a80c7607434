import { describe, expect, test } from 'vitest'
import { decodeAll } from '../../../test/memory-evidence.ts'
import { formatTime } from '../../model/time.ts'
import { loadMappings } from '../../pipeline/load-mappings.ts'
import { jsonDecoder } from '../json/json-decoder.ts'

const mappings = loadMappings()
const decoder = jsonDecoder(mappings)

const EXPECTED = {
  dataset: 'web.access', time: '2025-10-10T13:55:36.000000Z', 'c-ip': '203.0.113.9', 'cs-method': 'GET', 'cs-uri-stem': '/a', 'cs-uri-query': ['/a?b=1', 'b=1'],
  'sc-status': 404, 'cs-user-agent': 'curl/8', 'cs-host': 'www.example.com',
}

describe('web access logs in JSON', () => {
  test.each([
    ['nginx with a request line', {
      time_local: '10/Oct/2025:13:55:36 +0000', remote_addr: '203.0.113.9', request: 'GET /a?b=1 HTTP/1.1', status: '404', http_user_agent: 'curl/8', http_host: 'www.example.com',
    }],
    ['nginx with method and target', {
      time_iso8601: '2025-10-10T13:55:36+00:00', remote_addr: '203.0.113.9', request_method: 'GET', request_uri: '/a?b=1', status: 404, http_user_agent: 'curl/8', http_host: 'www.example.com',
    }],
    ['Apache', {
      time: '[10/Oct/2025:13:55:36 +0000]', remoteIP: '203.0.113.9', host: 'www.example.com', request: 'GET /a?b=1 HTTP/1.1', status: '404', userAgent: 'curl/8',
    }],
    ['Elastic', {
      '@timestamp': '2025-10-10T13:55:36Z', source: { ip: '203.0.113.9' }, http: { request: { method: 'GET' }, response: { status_code: 404 } },
      url: { original: '/a?b=1', domain: 'www.example.com' }, user_agent: { original: 'curl/8' },
    }],
    ['Caddy', {
      ts: 1760104536, status: 404, request: { remote_ip: '203.0.113.9', method: 'GET', uri: '/a?b=1', host: 'www.example.com', headers: { 'User-Agent': ['curl/8'] } },
    }],
    ['Traefik', {
      StartUTC: '2025-10-10T13:55:36Z', ClientHost: '203.0.113.9', RequestMethod: 'GET', RequestPath: '/a?b=1', RequestHost: 'www.example.com', DownstreamStatus: 404, 'request_User-Agent': 'curl/8',
    }],
  ])('of %s have the names that rules use', async (_, record) => {
    const { rows } = await decodeAll(decoder, JSON.stringify(record))
    const [row] = rows
    const view = mappings.dataset(row?.dataset ?? '')
    const names = Object.keys(EXPECTED).slice(2)
    const seen = Object.fromEntries(names.map(name => [name, [view.lookUp(row?.fields ?? {}, name) ?? []].flat()]))
    const expected = Object.fromEntries(Object.entries(EXPECTED).slice(2).map(([name, value]) => [name, [value].flat()]))
    expect([row?.dataset, formatTime(row?.time ?? null), seen]).toEqual([EXPECTED.dataset, EXPECTED.time, expected])
  })
})
