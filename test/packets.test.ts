import { describe, expect, test } from 'vitest'
import { OUTPUT_SCHEMAS } from '../src/cli/output-schemas.ts'
import { IS_QUICK } from './depth.ts'
import { runNoroshi } from './run-noroshi.ts'
import { temporaryFolder } from './temporary-folder.ts'
import { describeWithData, testData } from './test-data.ts'

const RULE = `title: A name asked for over TLS
id: 0b0c1b7e-6b0a-4b7e-9d3e-2f6f5d1c8a11
logsource: {product: zeek, service: ssl}
detection: {selection: {server_name: updates.opendns.com, ja4|startswith: t12d}, condition: selection}
level: low
`

describeWithData('noroshi packets on given captures', ['pcap/ja4/pcap'], () => {
  test.skipIf(IS_QUICK)('prints lines that rules for Zeek match', async () => {
    const { code, stdout, stderr } = await runNoroshi(['packets', testData('pcap/ja4/pcap/ssh2.pcapng'), '--json'])
    expect([code, stderr]).toEqual([0, ''])
    const events = stdout.trimEnd().split('\n').map(line => OUTPUT_SCHEMAS.packets.parse(JSON.parse(line)))
    expect(new Set(events.map(({ dataset }) => dataset))).toEqual(new Set(['conn', 'dns', 'http', 'ssl', 'x509', 'quic', 'ssh'].map(log => `zeek.${log}`)))
    const cwd = temporaryFolder({ 'events.json': stdout, 'rules/a.yml': RULE })
    const found = await runNoroshi(['sigma', 'match', '--rules', 'rules', 'events.json', '--json'], { cwd })
    expect(found.stdout.trimEnd().split('\n')).toHaveLength(1)
  })
})

describe('noroshi packets', () => {
  test.skipIf(IS_QUICK)('tells what it could not read, and goes on', async () => {
    const { code, stdout, stderr } = await runNoroshi(['packets', 'a.txt'], { cwd: temporaryFolder({ 'a.txt': 'this is no capture at all, only words' }) })
    expect([code, stdout, stderr]).toEqual([1, '', 'a.txt: offset 0: neither pcap nor pcapng\n'])
  })
})
