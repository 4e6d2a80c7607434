import { beforeAll, describe, expect, test } from 'vitest'
import { decodeAll } from '../../../test/memory-evidence.ts'
import type { Decoder } from '../../model/decoder.ts'
import { formatTime } from '../../model/time.ts'
import { loadMappings } from '../../pipeline/load-mappings.ts'
import { observe } from '../index.ts'

let json: Decoder

beforeAll(() => {
  json = observe(loadMappings()).decoders?.find(({ format }) => format === 'json') ?? expect.fail('no decoder of JSON')
})

async function read(record: object) {
  const { rows, errors } = await decodeAll(json, `${JSON.stringify(record)}\n`)
  expect(errors).toEqual([])
  const [row] = rows
  return { dataset: row?.dataset, time: row?.time === null || row === undefined ? null : formatTime(row.time), fields: row?.fields ?? {} }
}

const SSHD = 'Failed password for invalid user admin from 192.0.2.7 port 40122 ssh2'
const LINE = `2026-11-22T09:59:58.000000+09:00 web1 sshd[812]: ${SSHD}`

describe('what shippers send is known by what it holds', () => {
  test.each([
    ['Filebeat', { '_index': 'filebeat', '@timestamp': '2026-11-22T10:00:00.000Z', 'message': LINE, 'log': { file: { path: '/var/log/auth.log' } }, 'agent': { type: 'filebeat' }, 'ecs': { version: '8.0.0' }, 'host': { name: 'web1' } }],
    ['Vector', { _index: 'vector', message: LINE, source_type: 'file', file: '/var/log/auth.log', host: 'web1', timestamp: '2026-11-22T10:00:00Z' }],
    ['Fluent Bit', { '_index': 'fluent-bit', '@timestamp': '2026-11-22T10:00:00.000Z', 'log': LINE }],
    ['Splunk forwarders', { sourcetype: 'linux_secure', time: 1_795_341_600, host: 'web1', event: LINE }],
    ['the OpenTelemetry collector', { observedTimeUnixNano: '1795341600000000000', body: LINE, attributes: { 'log.file.name': 'auth.log' }, resource: { 'host.name': 'web1' } }],
  ])('a line of sshd, by %s', async (_, record) => {
    expect(await read(record)).toMatchObject({ dataset: 'linux.sshd', time: '2026-11-22T00:59:58.000000Z', fields: { program: 'sshd', pid: 812, hostname: 'web1', message: SSHD } })
  })

  test.each([
    ['the module system', { '@timestamp': '2026-11-22T10:00:00.000Z', 'message': SSHD, 'event': { dataset: 'system.auth' }, 'process': { name: 'sshd', pid: 812 }, 'agent': { type: 'filebeat' }, 'host': { name: 'web1' } }],
    ['Fluent Bit, of the journal', { '@timestamp': '2026-11-22T10:00:00.000Z', 'MESSAGE': SSHD, 'SYSLOG_IDENTIFIER': 'sshd', '_HOSTNAME': 'web1', '_PID': '812' }],
  ])('a message of sshd without its header, by %s', async (_, record) => {
    expect(await read(record)).toMatchObject({ dataset: 'linux.sshd', time: '2026-11-22T10:00:00.000000Z', fields: { program: 'sshd', hostname: 'web1', message: SSHD } })
  })

  const data = { Image: 'C:\\Windows\\System32\\cmd.exe', CommandLine: 'cmd /c whoami' }
  const sysmon = 'Microsoft-Windows-Sysmon/Operational'
  test.each([
    ['Winlogbeat', { '@timestamp': '2026-11-22T10:00:00.000Z', 'winlog': { channel: sysmon, event_id: '1', provider_name: 'Microsoft-Windows-Sysmon', computer_name: 'pc1', event_data: data }, 'event': { code: '1' } }],
    ['ECS alone', { '@timestamp': '2026-11-22T10:00:00.000Z', 'winlog': { channel: sysmon, computer_name: 'pc1', event_data: data }, 'event': { code: '1' } }],
    ['the OpenTelemetry collector', { timeUnixNano: '1795341600000000000', body: { channel: sysmon, event_id: { id: 1 }, provider: { name: 'Microsoft-Windows-Sysmon' }, computer: 'pc1', system_time: '2026-11-22T10:00:00Z', event_data: data } }],
    ['the same, with a list', { timeUnixNano: '1795341600000000000', body: { channel: sysmon, event_id: { id: 1 }, provider: { name: 'Microsoft-Windows-Sysmon' }, computer: 'pc1', system_time: '2026-11-22T10:00:00Z', event_data: { data: [{ Image: data.Image }, { CommandLine: data.CommandLine }] } } }],
    ['Splunk forwarders', { sourcetype: 'httpevent', time: 1_795_341_600, event: { '@timestamp': '2026-11-22T10:00:00Z', 'Channel': sysmon, 'EventID': 1, 'Computer': 'pc1', ...data } }],
  ])('a process start of Sysmon, by %s', async (_, record) => {
    expect(await read(record)).toMatchObject({ dataset: 'windows.sysmon', time: '2026-11-22T10:00:00.000000Z', fields: { Computer: 'pc1', ...data } })
  })

  test('what Auditbeat sees is what rules for Linux ask', async () => {
    expect(await read({ '@timestamp': '2026-11-22T10:00:00Z', 'agent': { type: 'auditbeat' }, 'host': { name: 'web1', os: { type: 'linux' } }, 'event': { category: ['process'], type: ['start'] }, 'process': { executable: '/usr/bin/nc' } }))
      .toMatchObject({ dataset: 'ecs.linux' })
  })

  test('a body that is no line of a known log is generic, at its time', async () => {
    expect(await read({ timeUnixNano: '1795341600000000000', body: 'order 7 shipped', resource: { 'service.name': 'shop' } })).toMatchObject({ dataset: 'generic.json', time: '2026-11-22T10:00:00.000000Z' })
  })

  test('an event of ECS that Splunk never saw stays one', async () => {
    expect(await read({ '@timestamp': '2026-11-22T10:00:00Z', 'ecs': { version: '8.0.0' }, 'event': { kind: 'metric' }, 'message': 'started' })).toMatchObject({ dataset: 'generic.json', fields: { event: { kind: 'metric' } } })
  })
})
