import { expect, test } from 'vitest'
import { EventBatchBuilder } from '../../model/event-batch.ts'
import type { Fields } from '../../model/value.ts'
import { loadMappings } from '../../pipeline/load-mappings.ts'
import { Outside } from './outside.ts'
import { trafficDetector } from './traffic-detector.ts'

const detector = trafficDetector(loadMappings(), new Outside(['203.0.113.128/25', 'none']))

function signalOf(dataset: string, fields: Fields): Readonly<Record<string, string>> | undefined {
  const builder = new EventBatchBuilder()
  builder.add({ dataset, time: 0, record: 0, offset: 0, length: 1, fields })
  return detector.inspect(builder.take())[0]?.signal
}

const ZEEK = { 'id.orig_h': '10.0.0.5', 'id.resp_h': '203.0.113.9', 'id.resp_p': 443 }
const SURICATA = { src_ip: '10.0.0.5', src_port: 40_000, dest_ip: '203.0.113.9', dest_port: 443 }
const VISIT = { from: '10.0.0.5', to: '203.0.113.9', port: '443', sent: '', kind: 'connection' }

test.each<[string, string, Fields, object | undefined]>([
  ['a connection', 'zeek.conn', { ...ZEEK, orig_bytes: 7 }, { ...VISIT, sent: '7' }],
  ['one whose bytes are not known', 'zeek.conn', ZEEK, VISIT],
  ['one with nested names', 'zeek.conn', { id: { orig_h: '10.0.0.5', resp_h: '203.0.113.9', resp_p: 443 } }, VISIT],
  ['a request', 'zeek.http', { ...ZEEK, host: 'A.example:8080', request_body_len: 5 }, { ...VISIT, to: 'a.example', sent: '5', kind: 'request' }],
  ['a handshake', 'zeek.ssl', { ...ZEEK, server_name: 'a.example' }, { ...VISIT, to: 'a.example', kind: 'request' }],
  ['a handshake without name', 'zeek.ssl', ZEEK, undefined],
  ['a query', 'zeek.dns', { ...ZEEK, query: 'a.example.net', qtype_name: 'A', rcode_name: 'NOERROR', answers: ['x.example.net', '192.0.2.1', 5] },
    { from: '10.0.0.5', name: 'a.example.net', type: 'A', code: 'NOERROR', answers: '192.0.2.1' }],
  ['a query for what nobody registered', 'zeek.dns', { ...ZEEK, query: '1.0.0.10.in-addr.arpa' }, undefined],
  ['a query that says nothing', 'zeek.dns', { ...ZEEK, query: 'www.example.net', qtype_name: 'AAAA', rcode_name: 'NOERROR' }, undefined],
  ['a short name that is missing', 'zeek.dns', { ...ZEEK, query: 'example.net', qtype_name: 'A', rcode_name: 'NXDOMAIN' },
    { from: '10.0.0.5', name: 'example.net', type: 'A', code: 'NXDOMAIN', answers: '' }],
  ['within the site', 'zeek.conn', { ...ZEEK, 'id.resp_h': '203.0.113.200' }, undefined],
  ['from outside', 'zeek.conn', { ...ZEEK, 'id.orig_h': '198.51.100.1' }, undefined],
  ['IPv6', 'zeek.conn', { ...ZEEK, 'id.orig_h': 'fd00::5', 'id.resp_h': '2001:db8::9' }, { ...VISIT, from: 'fd00::5', to: '2001:db8::9' }],
  ['time', 'zeek.conn', { ...ZEEK, 'id.resp_p': 123 }, undefined],
  ['a flow of Suricata', 'suricata.flow', { ...SURICATA, event_type: 'flow', flow: { bytes_toserver: 900 } }, { ...VISIT, sent: '900' }],
  ['one direction of it', 'suricata.flow', { ...SURICATA, event_type: 'netflow' }, undefined],
  ['a handshake of Suricata', 'suricata.tls', { ...SURICATA, tls: { sni: 'a.example' } }, { ...VISIT, to: 'a.example', kind: 'request' }],
  ['an answer of Suricata, version 2', 'suricata.dns', { src_ip: '10.0.0.53', src_port: 53, dest_ip: '10.0.0.5', dns: { version: 2, type: 'answer', rrname: 'a.example.net', rrtype: 'A', rcode: 'NXDOMAIN' } },
    { from: '10.0.0.5', name: 'a.example.net', type: 'A', code: 'NXDOMAIN', answers: '' }],
  ['an answer of Suricata, version 3', 'suricata.dns', { ...SURICATA, dns: { version: 3, type: 'response', rcode: 'NOERROR', queries: [{ rrname: 'a.example.net', rrtype: 'A' }], answers: [{ rdata: '192.0.2.1' }, { rdata: '192.0.2.2' }] } },
    { from: '10.0.0.5', name: 'a.example.net', type: 'A', code: 'NOERROR', answers: '192.0.2.1 192.0.2.2' }],
  ['a query of Suricata', 'suricata.dns', { ...SURICATA, dns: { type: 'query', rrname: 'a.example.net' } }, undefined],
  ['another log', 'zeek.weird', ZEEK, undefined],
])('what stages hear of: %s', (_what, dataset, fields, expected) => {
  expect(signalOf(dataset, fields)).toEqual(expected)
})
