import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { at, dnsMessage, dnstap, dnstapFile, ipv4 } from '../src/observe/dnstap/testing/dnstap-bytes.ts'
import { CollectWorld, freePort } from './collect-world.ts'
import { IS_QUICK } from './depth.ts'
import { runNoroshi } from './run-noroshi.ts'
import { temporaryFolder } from './temporary-folder.ts'

const UNBOUND = '/usr/sbin/unbound'
const LIMIT_MS = 120_000

/** A real name server tells a running Noroshi what it is asked and what it answers. */
describe.skipIf(IS_QUICK || !existsSync(UNBOUND))('dnstap of unbound', () => {
  let folder: string
  let world: CollectWorld
  let unbound: ChildProcess | null = null
  let port: number

  beforeAll(async () => {
    folder = mkdtempSync(join(realpathSync(tmpdir()), 'noroshi-dnstap-'))
    port = await freePort()
    const socket = join(folder, 'dnstap.sock')
    world = await CollectWorld.make(folder, [`{name: resolvers, kind: dnstap, unix: "${socket}"}`])
    await world.start()
    writeFileSync(join(folder, 'unbound.conf'), `server:
  interface: 127.0.0.1@${port}
  do-daemonize: no
  use-syslog: no
  username: ""
  chroot: ""
  directory: "${folder}"
  pidfile: "${join(folder, 'unbound.pid')}"
  module-config: "iterator"
  do-not-query-localhost: no
  local-zone: "example.test." static
  local-data: "www.example.test. 600 IN A 192.0.2.80"
  local-data: "www.example.test. 600 IN AAAA 2001:db8::80"
remote-control:
  control-enable: no
dnstap:
  dnstap-enable: yes
  dnstap-socket-path: "${socket}"
  dnstap-send-identity: yes
  dnstap-identity: "ns1.example"
  dnstap-send-version: yes
  dnstap-log-client-query-messages: yes
  dnstap-log-client-response-messages: yes
`)
    unbound = spawn(UNBOUND, ['-d', '-p', '-c', join(folder, 'unbound.conf')], { stdio: 'ignore' })
  }, LIMIT_MS)

  afterAll(async () => {
    if (unbound !== null && unbound.exitCode === null) {
      unbound.kill()
      await once(unbound, 'exit')
    }
    await world.stop()
    rmSync(folder, { recursive: true, force: true })
  }, LIMIT_MS)

  test('becomes events: each question and each answer', { timeout: LIMIT_MS }, async () => {
    await expect.poll(() => asks(1, 'www.example.test', 1), { timeout: 20_000, interval: 500 }).toBe(0)
    expect([await asks(2, 'www.example.test', 28), await asks(3, 'nobody.example.test', 1)]).toEqual([0, 3])
    const found = async () => (await world.run('hunt', '_dataset:dnstap.dns', '--json', '--limit', '1000')).split('\n').filter(line => line !== '')
      .map(line => (JSON.parse(line) as { readonly fields: Readonly<Record<string, unknown>> }).fields)
    await expect.poll(async () => (await found()).filter(({ trans_id: id }) => id === 3).length, { timeout: 40_000, interval: 1_000 }).toBe(2)
    const of = (id: number, type: string) => async () => (await found()).find(fields => fields['trans_id'] === id && fields['dnstap_type'] === type)
    expect(await of(2, 'CLIENT_RESPONSE')()).toMatchObject({
      'identity': 'ns1.example', 'version': expect.stringContaining('unbound') as unknown, 'id.orig_h': '127.0.0.1', 'proto': 'udp', 'socket_protocol': 'UDP',
      'query': 'www.example.test', 'qtype_name': 'AAAA', 'rcode_name': 'NOERROR', 'answers': ['2001:db8::80'], 'TTLs': [600], 'AA': true, 'rejected': false,
    })
    expect(await of(3, 'CLIENT_QUERY')()).toMatchObject({ 'query': 'nobody.example.test', 'qtype_name': 'A', 'RD': true, 'id.orig_p': expect.any(Number) as unknown })
    expect(await of(3, 'CLIENT_RESPONSE')()).toMatchObject({ rcode_name: 'NXDOMAIN', rejected: true })
    const [source] = (await world.run('source', 'list', '--json')).split('\n').filter(line => line.includes('"resolvers"')).map(line => JSON.parse(line) as unknown)
    expect(source).toMatchObject({ kind: 'dnstap', state: 'taking', malformed: 0, decodeErrors: 0, connections: 1 })
  })

  /** What code answers a question; -1: nobody answers. */
  async function asks(id: number, name: string, type: number): Promise<number> {
    const socket = createSocket('udp4').on('error', () => {})
    try {
      socket.send(dnsMessage(id, 0x0100, name, type), port, '127.0.0.1')
      const [answer] = await once(socket, 'message', { signal: AbortSignal.timeout(2_000) }) as [Buffer]
      return answer.readUInt16BE(2) & 0x0f
    } catch {
      return -1
    } finally {
      socket.close()
    }
  }
})

test.skipIf(IS_QUICK)('rules for DNS hold for files of dnstap', async () => {
  const rule = (title: string, id: string, logsource: string, detection: string) => `title: ${title}\nid: ${id}\nlogsource: ${logsource}\ndetection: {selection: ${detection}, condition: selection}\nlevel: high\n`
  const client = [[1, 'varint', 6], [4, 'bytes', ipv4('192.0.2.7')], ...at(12, '2026-11-22T10:20:30Z')] as const
  const folder = temporaryFolder({
    'rules/category.yml': rule('By category', '5a1f9a52-3a3f-4d19-9d7e-0a4a6f5e7c21', '{category: dns}', '{QueryName|endswith: .evil.example, record_type: A}'),
    'rules/zeek.yml': rule('By Zeek', '5a1f9a52-3a3f-4d19-9d7e-0a4a6f5e7c22', '{product: zeek, service: dns}', '{query|startswith: c2., answers: 203.0.113.66}'),
  })
  const answer = (name: string) => dnstap([...client, [14, 'bytes', dnsMessage(1, 0x8180, name, 1, [{ type: 1, lifetime: 60, data: ipv4('203.0.113.66') }])]])
  writeFileSync(join(folder, 'a.dnstap'), dnstapFile([answer('www.example.com'), answer('c2.evil.example')]))
  const { stdout } = await runNoroshi(['sigma', 'match', '--rules', 'rules', 'a.dnstap', '--json'], { cwd: folder })
  const matches = stdout.trim().split('\n').map(line => JSON.parse(line) as { readonly record: number; readonly ruleTitle: string })
  expect(matches.map(({ record, ruleTitle }) => [ruleTitle, record]).sort()).toEqual([['By Zeek', 1], ['By category', 1]])
})
