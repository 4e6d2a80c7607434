import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../../test/depth.ts'
import { MINUTE_US, parseIsoTime } from '../../../model/time.ts'
import { decodePackets } from '../../packet/decode-packets.ts'
import { readCaptures } from '../../packet/read-captures.ts'
import type { GenerateConfig } from '../generate/generate-config.ts'
import { generateConfigSchema } from '../generate/generate-config.ts'
import { generateTraffic } from '../generate/generate-traffic.ts'
import type { Truth } from '../generate/truth-schema.ts'
import { viewGrowth } from './growth-report.ts'
import type { GrowthReport } from './growth-schema.ts'
import { growthSchema } from './growth-schema.ts'
import { GrowthWatch } from './growth-watch.ts'
import { fitLogistic } from './logistic-curve.ts'

async function watch(config: Partial<GenerateConfig>, seed: number): Promise<{ readonly report: GrowthReport, readonly truth: Truth }> {
  const path = join(tmpdir(), `noroshi-growth-${process.pid}-${seed}.pcap`)
  try {
    const truth = generateTraffic(generateConfigSchema.parse({ minutes: 300, unmarked: 600, mirai: 120, research: 5, ...config }), seed, path)
    const growth = new GrowthWatch()
    for await (const batch of readCaptures([path], { standardInput: none(), onError: (_, { reason }) => { throw new Error(reason) } })) {
      decodePackets(batch)
      growth.accept(batch)
    }
    return { report: viewGrowth(growth), truth }
  } finally {
    rmSync(path, { force: true })
  }
}

const timeOf = (text: string) => parseIsoTime(text)!.microseconds

describe.each(Array.from({ length: byDepth(1, 3, 10) }, (_, index) => 300 + index))('traffic of seed %i', seed => {
  test('with a botnet that grows on a quiet port is told by half an hour after 50 hosts, once, with its hosts and why', async () => {
    const { report, truth } = await watch({ botnet: { port: 9_527, fromMinute: 100, capacity: 150, growthPerHour: 3, packetsPerMinute: 0.5 } }, seed)
    const fiftieth = truth.botnet!.joins.map(({ at }) => timeOf(at)).sort((a, b) => a - b)[49]!
    expect(growthSchema.safeParse(report).error).toBe(undefined)
    expect(report.alerts.map(({ port }) => port)).toEqual([9_527])
    const [alert] = report.alerts
    expect((timeOf(alert!.at) - fiftieth) / MINUTE_US).toBeLessThanOrEqual(30)
    const hosts = new Set(truth.botnet!.joins.map(({ address }) => address))
    expect(alert!.addresses.filter(address => !hosts.has(address))).toEqual([])
    expect(alert!.reason.map(({ fact }) => fact)).toEqual(expect.arrayContaining(['growth.newcomers', 'growth.chance', 'growth.unknown']))
    expect(alert!.reason.every(({ en, ja }) => !en.includes('{') && !ja.includes('{'))).toBe(true)
  }, 30_000)

  test('without one is not told, nor are sources that begin together', async () => {
    const { report } = await watch({ coordinated: { sources: 20, port: 8_291, atMinute: 150, packets: 20 } }, seed)
    expect(report.alerts).toEqual([])
  }, 30_000)
})

test('addresses that are forged, each seen once, are no botnet', async () => {
  const { report } = await watch({ organisations: [{ name: 'A', contact: '', used: ['203.0.113.0/24', '192.0.2.0/24'], unused: [], infected: 0, attacked: 0, spoofed: 400 }] }, 7)
  expect(report.alerts).toEqual([])
}, 30_000)

test('nothing gives an empty report', () => {
  expect(viewGrowth(new GrowthWatch())).toEqual({ packets: 0, from: null, to: null, alerts: [], forgotten: 0 })
})

describe('the logistic curve', () => {
  test('is told from a constant stream, with a rate near the true one', () => {
    const growing = Array.from({ length: 24 }, (_, bin) => Math.round(4 * Math.exp(0.25 * bin / 3)))
    const { perHour, gain } = fitLogistic(growing, 0.1)
    expect([perHour, gain > 10]).toEqual([1, true])
    expect(fitLogistic(Array.from({ length: 24 }, () => 5), 0.1).perHour).toBe(0)
  })
})

async function* none(): AsyncGenerator<Uint8Array> {}
