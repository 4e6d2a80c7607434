import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Report } from '../src/triage/report/schema.ts'
import { numbers } from '../src/detect/traffic/testing/name-makers.ts'
import { dialogue } from '../src/observe/session/testing/dialogue.ts'
import { IS_QUICK } from './depth.ts'
import { runNoroshi } from './run-noroshi.ts'
import { temporaryFolder } from './temporary-folder.ts'

const START = 1_700_000_000
const next = numbers(1)
const random = () => next(1_000_000) / 1_000_000
const letters = (length: number) => Array.from({ length }, () => 'abcdefghijklmnopqrstuvwxyz234567'[next(32)]).join('')

function connection(ts: number, from: string, to: string): object {
  return { _path: 'conn', ts, 'uid': `C${ts}`, 'id.orig_h': from, 'id.orig_p': 40_000, 'id.resp_h': to, 'id.resp_p': 443, 'proto': 'tcp', 'orig_bytes': 250, 'conn_state': 'SF' }
}

function query(ts: number, from: string, name: string, code: string): object {
  return { _path: 'dns', ts, 'uid': `D${ts}`, 'id.orig_h': from, 'id.orig_p': 40_000, 'id.resp_h': '10.0.0.53', 'id.resp_p': 53, 'query': name, 'qtype_name': 'TXT', 'rcode_name': code }
}

/** A host that calls home, one that tunnels, one that looks for its masters, and others that do nothing of the kind. */
const STORY: readonly string[] = [
  ...Array.from({ length: 60 }, (_, index) => connection(START + index * 60 - random() * 20, '10.0.0.7', '203.0.113.66')),
  ...Array.from({ length: 100 }, (_, index) => query(START + index * 3, '10.0.0.9', `${letters(40)}.t.example.net`, 'NOERROR')),
  ...Array.from({ length: 30 }, (_, index) => query(START + index * 5, '10.0.0.11', `${letters(14)}.com`, 'NXDOMAIN')),
  ...Array.from({ length: 500 }, () => connection(START + random() * 3_600, `10.0.0.${20 + next(10)}`, `198.51.100.${next(40)}`)),
].map(event => JSON.stringify(event))

/** One rule is read sooner than all, and no rule is needed. */
const RULE = 'title: A\nid: 0b0c1b7e-6b0a-4b7e-9d3e-2f6f5d1c8a12\nlogsource: {product: zeek, service: http}\ndetection: {s: {user_agent|contains: katz-ontop}, condition: s}\nlevel: high\n'

const essence = ({ findings }: Report) => findings.map(({ rule, subject, time, lastTime, count }) => [rule.id, subject.value, time, lastTime, count]).sort()

async function analyzed(files: Readonly<Record<string, string | Uint8Array>>, ...options: readonly string[]): Promise<Report> {
  const cwd = temporaryFolder({ ...files, 'rules/a.yml': RULE })
  const { code, stderr } = await runNoroshi(['analyze', 'logs', '--out', 'report', '--rules', 'rules', ...options], { cwd })
  expect([code, stderr]).toEqual([0, ''])
  return JSON.parse(readFileSync(`${cwd}/report/report.json`, 'utf8')) as Report
}

describe('traffic from end to end', () => {
  test.skipIf(IS_QUICK)('is told by whom it concerns and why, however the logs are cut and whoever reads them', async () => {
    const whole = await analyzed({ 'logs/a.json': STORY.join('\n') }, '--workers', '1')
    expect(new Set(whole.findings.map(({ rule, subject }) => `${rule.id} ${subject.value}`))).toEqual(new Set([
      'traffic.beaconing 10.0.0.7', 'traffic.dns-tunnelling 10.0.0.9', 'traffic.generated-names 10.0.0.11',
    ]))
    const third = STORY.length / 3
    const parts = { 'logs/1.json': STORY.slice(2 * third).join('\n'), 'logs/2.json': STORY.slice(0, third).reverse().join('\n'), 'logs/3.json': STORY.slice(third, 2 * third).join('\n') }
    expect(essence(await analyzed(parts, '--workers', '2'))).toEqual(essence(whole))
  }, 60_000)

  test.skipIf(IS_QUICK)('captures are evidence like any other', async () => {
    const capture = dialogue([['client', 'GET /a HTTP/1.1\r\nHost: a\r\nUser-Agent: katz-ontop\r\n\r\n'], ['server', 'HTTP/1.1 204 No Content\r\n\r\n']])
    const { findings, stats } = await analyzed({ 'logs/a.pcap': capture })
    expect([stats.events, findings.map(({ rule, subject }) => [rule.title, subject.value])]).toEqual([2, [['A', '10.0.0.1']]])
  }, 60_000)
})
