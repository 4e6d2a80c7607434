import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { IS_QUICK } from './depth.ts'
import { CollectWorld, freePort } from './collect-world.ts'

const RSYSLOG = '/usr/sbin/rsyslogd'
const BULK_MODULE = '/usr/lib/x86_64-linux-gnu/rsyslog/omelasticsearch.so'
const CURL = '/usr/bin/curl'
const LIMIT_MS = 120_000

describe.skipIf(IS_QUICK)('logs over HTTP', () => {
  let folder: string
  let world: CollectWorld
  let port: number

  beforeAll(async () => {
    folder = mkdtempSync(join(realpathSync(tmpdir()), 'noroshi-collect-http-'))
    port = await freePort()
    world = await CollectWorld.make(folder, [`{name: beats, kind: bulk, https: "127.0.0.1:${port}", users: {sender: "a-long-secret"}}`])
    await world.start()
  }, LIMIT_MS)

  afterAll(async () => {
    await world.stop()
    rmSync(folder, { recursive: true, force: true })
  }, LIMIT_MS)

  const certificate = () => join(folder, 'data/certificate/certificate.pem')

  test.skipIf(!existsSync(CURL))('what Winlogbeat sends is found by our rules', { timeout: LIMIT_MS }, async () => {
    const data = { Image: 'C:\\Windows\\System32\\rundll32.exe', CommandLine: 'rundll32.exe C:\\windows\\System32\\comsvcs.dll, MiniDump 624 C:\\temp\\lsass.dmp full', User: 'EXAMPLE\\eve' }
    const document = {
      '@timestamp': '2026-11-22T10:00:00.000Z', 'event': { code: '1' }, 'message': 'curl: Process Create',
      'winlog': { channel: 'Microsoft-Windows-Sysmon/Operational', event_id: '1', provider_name: 'Microsoft-Windows-Sysmon', computer_name: 'pc1', event_data: data },
    }
    const { stdout, status } = spawnSync(CURL, [
      '-s', '--cacert', certificate(), '-u', 'sender:a-long-secret', '-H', 'content-type: application/x-ndjson', '--data-binary', '@-', `https://127.0.0.1:${port}/_bulk`,
    ], { encoding: 'utf8', input: `{"create":{"_index":"winlogbeat"}}\n${JSON.stringify(document)}\n` })
    expect([status, JSON.parse(stdout)]).toMatchObject([0, { errors: false }])
    await expect.poll(() => world.messages('_dataset:windows.sysmon'), { timeout: 40_000, interval: 1_000 }).toEqual(['curl: Process Create'])
    expect(JSON.parse(await world.run('status', '--verify', '--json'))).toMatchObject({ counted: { events: { count: 1 }, matches: { count: expect.toSatisfy(count => count > 0) } } })
  })

  test.skipIf(!existsSync(BULK_MODULE))('what rsyslog sends as to Elasticsearch is there, a line as a line of its log', { timeout: LIMIT_MS }, async () => {
    const lines = Array.from({ length: 300 }, (_, index) => `Failed password for invalid user "a\\b${index}" from 192.0.2.${index % 250} port 40122 ssh2`)
    const input = join(folder, 'input')
    const stamped = (line: string) => `2026-11-22T10:00:00.000000+09:00 web1 sshd[812]: ${line}`
    writeFileSync(input, lines.map(line => `${stamped(line)}\n`).join(''))
    writeFileSync(join(folder, 'rsyslog.conf'), `global(workDirectory="${folder}")
module(load="imfile" mode="inotify")
module(load="omelasticsearch")
template(name="record" type="list" option.json="on") {
  constant(value="{\\"@timestamp\\":\\"") property(name="timereported" dateFormat="rfc3339")
  constant(value="\\",\\"message\\":\\"") property(name="msg")
  constant(value="\\",\\"source_type\\":\\"file\\",\\"host\\":\\"") property(name="hostname") constant(value="\\"}") }
ruleset(name="bulk") { action(type="omelasticsearch" server="127.0.0.1" serverport="${port}" usehttps="on" tls.cacert="${certificate()}" uid="sender" pwd="a-long-secret"
  searchIndex="rsyslog" searchType="" template="record" bulkmode="on" action.resumeRetryCount="-1" errorfile="${join(folder, 'errors')}") }
input(type="imfile" file="${input}" tag="input" ruleset="bulk")
`)
    const rsyslog = spawn(RSYSLOG, ['-n', '-f', join(folder, 'rsyslog.conf'), '-i', join(folder, 'rsyslog.pid')], { stdio: 'ignore' })
    try {
      await expect.poll(() => world.messages('_dataset:linux.sshd'), { timeout: 40_000, interval: 1_000 }).toEqual([...lines].sort())
      expect(existsSync(join(folder, 'errors'))).toBe(false)
    } finally {
      rsyslog.kill()
      await once(rsyslog, 'exit')
    }
  })
})
