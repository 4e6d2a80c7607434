import { describe, expect, test } from 'vitest'
import { MINUTE_US } from '../../model/time.ts'
import type { MinuteCount } from '../../store/telescope/minute-count.ts'
import { CaptureReader } from '../packet/capture-reader.ts'
import type { PacketFields } from '../packet/write-capture.ts'
import { captureHeader, captureRecord } from '../packet/write-capture.ts'
import type { SurveyKnowledge } from '../telescope/survey/survey-scanners.ts'
import { NO_KNOWLEDGE, SurveyScanners } from '../telescope/survey/survey-scanners.ts'
import { parsePrefix } from '../telescope/parse-prefix.ts'
import { PrefixTable } from '../telescope/prefix-table.ts'
import { Telescope } from '../telescope/telescope.ts'
import { MinuteCounter } from './minute-counter.ts'

const START = 28_333_333 * MINUTE_US
const GEO = { country: (address: number | Uint32Array) => (address === 1 ? 'JP' : null), system: () => ({ number: 64_500, name: 'Example' }), attributions: [] }

const syn = (source: number, destinationPort: number): PacketFields =>
  ({ source, destination: 0xc6120001, ttl: 50, id: 7, content: { kind: 'tcp', sourcePort: 1_000, destinationPort, sequence: 9, flags: 2, window: 1_024 } })

/** The counts of packets that come at the given seconds. */
async function countsOf(packets: readonly (readonly [number, PacketFields])[], knowledge: SurveyKnowledge = NO_KNOWLEDGE) {
  const telescope = new Telescope()
  const minutes: MinuteCount[][] = []
  const counter = new MinuteCounter(telescope, GEO, rows => minutes.push(rows), new SurveyScanners(knowledge, null))
  const capture = Buffer.concat([captureHeader(), ...packets.map(([second, fields]) => captureRecord(START + second * 1_000_000, fields))])
  async function* blocks() {
    yield capture
  }
  for await (const batch of new CaptureReader().read(blocks(), { error() {} })) {
    telescope.accept(batch)
    counter.accept(batch)
  }
  counter.end()
  return minutes.map(rows => rows.map(({ minute, dimension, value, packets: count, sources, isSurvey }) => `${(minute - START) / MINUTE_US} ${isSurvey ? 'survey ' : ''}${dimension} ${value} ${count} ${sources.count}`).sort())
}

describe('the counts of a minute', () => {
  test('are by kind, port, tool, country and network, each source once', async () => {
    const mirai = { ...syn(1, 23), content: { ...syn(1, 23).content, sequence: 0xc6120001 } as PacketFields['content'] }
    expect(await countsOf([[0, mirai], [1, mirai], [2, syn(2, 23)], [59, syn(2, 2_323)], [60, syn(2, 23)]])).toEqual([
      ['0 all  4 2', '0 asn 64500 4 2', '0 country  2 1', '0 country JP 2 1', '0 fingerprint mirai 2 1', '0 kind tcp-syn 4 2', '0 port 23/tcp 3 2', '0 port 2323/tcp 1 1'],
      ['1 all  1 1', '1 asn 64500 1 1', '1 country  1 1', '1 kind tcp-syn 1 1', '1 port 23/tcp 1 1'],
    ])
  })

  test('are apart for survey scanners, as soon as they are known', async () => {
    const known = { ...NO_KNOWLEDGE, networks: new PrefixTable([{ network: parsePrefix('0.0.0.1')!, value: 0 }]) }
    expect((await countsOf([[0, syn(1, 23)], [60, syn(1, 23)], [61, syn(2, 23)]], known))[1]!.filter(row => /all|port/.test(row)))
      .toEqual(['1 all  1 1', '1 port 23/tcp 1 1', '1 survey all  1 1', '1 survey port 23/tcp 1 1'])
  })

  test('hold what comes late in the minute that is open', async () => {
    const minutes = await countsOf([[0, syn(1, 23)], [61, syn(1, 23)], [30, syn(1, 23)]])
    expect(minutes.map(rows => rows.filter(row => row.includes('all')))).toEqual([['0 all  1 1'], ['1 all  2 1']])
  })
})
