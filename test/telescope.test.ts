import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { OUTPUT_SCHEMAS } from '../src/cli/output-schemas.ts'
import { IS_QUICK } from './depth.ts'
import { runNoroshi } from './run-noroshi.ts'
import { temporaryFolder } from './temporary-folder.ts'
import { describeWithData, testData } from './test-data.ts'

const CONFIG = 'minutes: 10\nmirai: 5\nunmarked: 10\nzmapOld: 2\nresearch: 1\norganisations: [{name: A, used: [203.0.113.0/24], infected: 2, attacked: 0, spoofed: 0}]\n'
const MEMBERS = '- name: A\n  used: [203.0.113.0/24]\n'

describe('noroshi telescope', () => {
  test.skipIf(IS_QUICK)('made traffic is the same for the same seed, and is reported the same, plain, packed and from standard input', async () => {
    const cwd = temporaryFolder({ 'traffic.yaml': CONFIG, 'members.yaml': MEMBERS })
    const make = (name: string) => runNoroshi(['telescope', 'generate', '--seed', '5', '--config', 'traffic.yaml', '--out', `${name}.pcap`, '--truth', `${name}.json`], { cwd })
    expect([(await make('a')).code, (await make('b')).code]).toEqual([0, 0])
    const capture = readFileSync(join(cwd, 'a.pcap'))
    expect(capture.equals(readFileSync(join(cwd, 'b.pcap')))).toBe(true)
    const truth = OUTPUT_SCHEMAS['telescope-truth'].parse(JSON.parse(readFileSync(join(cwd, 'a.json'), 'utf8')))
    writeFileSync(join(cwd, 'a.pcap.gz'), gzipSync(capture))
    writeFileSync(join(cwd, 'a.pcap.zst'), zstdCompressSync(capture))
    const options = ['--space', '198.18.0.0/16', '--organisations', 'members.yaml', '--json']
    const outputs = await Promise.all([
      ...['a.pcap', 'a.pcap.gz', 'a.pcap.zst'].map(name => runNoroshi(['telescope', name, ...options], { cwd })),
      runNoroshi(['telescope', '-', ...options], { cwd, input: capture }),
    ])
    expect(outputs.map(({ code, stdout, stderr }) => [code, stdout === outputs[0]!.stdout, stderr])).toEqual(outputs.map(() => [0, true, '']))
    const report = OUTPUT_SCHEMAS.telescope.parse(JSON.parse(outputs[0]!.stdout))
    expect(report.packets).toBe(truth.packets)
    expect(report.warnings.map(({ address, kind }) => [address, kind]).sort()).toEqual(truth.warnings.map(({ address, kind }) => [address, kind]).sort())
  })

  test('tells what it could not read, and goes on', async () => {
    const cwd = temporaryFolder({ 'a.txt': 'this is no capture at all, only words' })
    const { code, stdout, stderr } = await runNoroshi(['telescope', 'a.txt', '--json'], { cwd })
    expect([code, JSON.parse(stdout), stderr]).toEqual([1, expect.objectContaining({ packets: 0, from: null, sources: [] }), 'a.txt: offset 0: neither pcap nor pcapng\n'])
  })

  test.skipIf(IS_QUICK)('growth, figures and flow tuples are made of the same packets, in the form of their schemas', async () => {
    const cwd = temporaryFolder({ 'traffic.yaml': CONFIG, 'noroshi.yaml': '' })
    await runNoroshi(['telescope', 'generate', '--seed', '5', '--config', 'traffic.yaml', '--out', 'a.pcap', '--truth', 'a.json'], { cwd })
    const truth = OUTPUT_SCHEMAS['telescope-truth'].parse(JSON.parse(readFileSync(join(cwd, 'a.json'), 'utf8')))
    const [growth, figures, avro] = await Promise.all([
      ['growth', '--json'], ['figures', '--format', 'json'], ['flow-tuple', '--format', 'avro', '--out', 'a.avro'],
    ].map(([name = '', ...options]) => runNoroshi(['telescope', name, 'a.pcap', '--space', '198.18.0.0/16', ...options], { cwd })))
    expect([growth, figures, avro].map(run => [run?.code, run?.stderr])).toEqual([[0, ''], [0, ''], [0, '']])
    expect(OUTPUT_SCHEMAS['telescope-growth'].parse(JSON.parse(growth!.stdout))).toMatchObject({ packets: truth.packets, alerts: [] })
    const [day] = OUTPUT_SCHEMAS['telescope-figures'].parse(JSON.parse(figures!.stdout)).days
    expect([day?.packets.all, day?.surveys.sources]).toEqual([truth.packets, 1])
    expect(readFileSync(join(cwd, 'a.avro')).toString('latin1', 0, 4)).toBe('Obj\x01')
  }, 60_000)

  test.skipIf(IS_QUICK)('refuses what is misspelt', async () => {
    const cwd = temporaryFolder({ 'a.pcap': '', 'members.yaml': '- name: A\n  used: [203.0.113.0/99]\n' })
    const runs = await Promise.all([['nothing.pcap'], ['a.pcap', '--space', '10.0.0.0'], ['a.pcap', '--space', 'ten'], ['a.pcap', '--organisations', 'members.yaml']].map(args =>
      runNoroshi(['telescope', ...args], { cwd })))
    expect(runs.map(({ code }) => code)).toEqual([2, 1, 2, 2])
    expect(runs[3]!.stderr).toContain('0.used.0: "203.0.113.0/99" is no prefix')
  })
})

describeWithData('noroshi telescope on given captures', ['pcap', 'telescope'], () => {
  test.skipIf(IS_QUICK)('reads them all, in words too', async () => {
    const { stdout } = await runNoroshi(['telescope', testData('pcap/tcpdump'), '--lang', 'ja'])
    expect(stdout).toMatch(/^パケット数: \d{4,} \(不正: \d+/)
  }, 60_000)

  test.skipIf(IS_QUICK)('changes prints the published alerts', async () => {
    const { stdout } = await runNoroshi(['telescope', 'changes', testData('telescope/changefinder/count_data/sensor999_count.csv'), '--json'])
    expect(OUTPUT_SCHEMAS['telescope-changes'].parse(JSON.parse(stdout)).changes.map(({ at }) => at)).toHaveLength(15)
  })
})
