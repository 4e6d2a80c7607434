import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readCaptures } from '../../packet/read-captures.ts'
import { ATTACK_THRESHOLDS } from '../defaults.ts'
import type { GenerateConfig } from '../generate/generate-config.ts'
import { generateConfigSchema } from '../generate/generate-config.ts'
import { generateTraffic } from '../generate/generate-traffic.ts'
import type { Truth } from '../generate/truth-schema.ts'
import { openGeo } from '../geo/geo.ts'
import { NO_KNOWLEDGE, SurveyScanners } from '../survey/survey-scanners.ts'
import { CARPET_THRESHOLDS } from './defaults.ts'
import { DailyFigures } from './daily-figures.ts'
import { figuresCsv } from './figures-csv.ts'
import { figuresLines } from './figures-lines.ts'
import { figuresPage } from './figures-page.ts'
import type { Figures } from './figures-schema.ts'
import { figuresSchema } from './figures-schema.ts'

/** Answers without the tables, whose loading takes a second: what is asked for is who lies where in the space of numbers. */
const geo = {
  country: (address: number | Uint32Array) => (typeof address === 'number' && address >= 0x80000000 ? 'JP' : null),
  system: (address: number | Uint32Array) => (typeof address === 'number' ? { number: 64_496 + (address >>> 30), name: '<b>"Example" & sons' } : null),
  attributions: openGeo().attributions,
}

async function figuresOf(config: Partial<GenerateConfig>, seed: number): Promise<{ readonly figures: Figures, readonly truth: Truth }> {
  const path = join(tmpdir(), `noroshi-figures-${process.pid}.pcap`)
  try {
    const truth = generateTraffic(generateConfigSchema.parse(config), seed, path)
    const daily = new DailyFigures({ space: null, geo, surveys: new SurveyScanners(NO_KNOWLEDGE, 65_536), attackThresholds: ATTACK_THRESHOLDS, carpetThresholds: CARPET_THRESHOLDS })
    for await (const batch of readCaptures([path], { standardInput: none(), onError: (_, { reason }) => { throw new Error(reason) } })) daily.accept(batch)
    return { figures: daily.figures(), truth }
  } finally {
    rmSync(path, { force: true })
  }
}

const CONFIG = {
  start: '2026-01-01T23:30:00Z', minutes: 60, unmarked: 40, mirai: 20, research: 3, misconfigured: 2, organisations: [], invented: [], coordinated: null,
  attacks: [
    { packets: 300, seconds: 200, targets: 1, answer: 'syn-ack' as const },
    { packets: 20, seconds: 100, targets: 40, answer: 'rst' as const },
    { packets: 20, seconds: 100, targets: 15, answer: 'icmp' as const },
  ],
}

describe('daily figures', () => {
  const made = figuresOf(CONFIG, 11)

  test('each packet counts for its day, and both days have the form of the schema', async () => {
    const { figures, truth } = await made
    expect(figuresSchema.safeParse(figures).error).toBe(undefined)
    expect(figures.days.map(({ date }) => date)).toEqual(['2026-01-01', '2026-01-02'])
    expect(figures.days.reduce((sum, { packets }) => sum + packets.all, 0)).toBe(truth.packets)
    expect(figures.days.every(({ from, to, date }) => from.startsWith(date) && to.startsWith(date))).toBe(true)
  })

  test('surveys are told by what they do, and nothing of them is left in the figures without them', async () => {
    const { figures: { days: [, last] }, truth } = await made
    const research = truth.sources.filter(({ role }) => role === 'research').length
    expect([last?.surveys.signs, last?.sources.all! - last?.sources.withoutSurveys!, last?.packets.all! - last?.packets.withoutSurveys!]).toEqual([
      { list: 0, name: 0, behaviour: research }, research, last?.surveys.packets,
    ])
    // The surveys' own ports, which nobody else asks for.
    expect(last?.ports.filter(({ hosts }) => hosts.all > 0 && hosts.withoutSurveys === 0).length).toBeGreaterThan(50)
  })

  test('infected hosts are those with malware and those that search unmarked, by family, country and network', async () => {
    const { figures: { days }, truth } = await made
    const mirai = truth.sources.filter(({ fingerprints }) => fingerprints.includes('mirai')).length
    const last = days[1]!.infected
    expect(last.byFamily.map(({ key }) => key).sort()).toEqual(['mirai', 'unmarked'])
    expect(last.byFamily.find(({ key }) => key === 'mirai')!.all).toBeLessThanOrEqual(mirai)
    for (const rows of [last.byFamily, last.byCountry, last.bySystem]) expect(rows.reduce((sum, { all }) => sum + all, 0)).toBe(last.hosts.all)
    expect(last.byCountry.map(({ key }) => key).sort()).toEqual(['??', 'JP'])
  })

  test('a network whose addresses stay below the thresholds each is attacked as a whole from 16 on', async () => {
    const { figures: { days }, truth } = await made
    const carpet = truth.attacks.filter(({ packets }) => packets === 20)
    const networks = days.flatMap(({ victims }) => victims.networks).filter(({ network }) => network.includes('/'))
    expect(networks.map(({ network, targets, packets }) => ({ network, targets, packets }))).toEqual([
      { network: carpet[0]!.target.replace(/\d+$/, '0/24'), targets: 40, packets: 800 },
    ])
    expect(days.reduce((sum, { victims }) => sum + victims.targets, 0)).toBe(1)
  })

  test('the table, the CSV and the page say the same and hold no markup of others', async () => {
    const { figures } = await made
    const csv = [...figuresCsv(figures)]
    const last = figures.days[1]!
    expect(csv[0]).toBe('date,figure,key,all,without_surveys\n')
    expect(csv).toContain(`2026-01-02,infected-hosts,,${last.infected.hosts.all},${last.infected.hosts.withoutSurveys}\n`)
    expect(csv.filter(line => line.includes('Example'))[0]).toMatch(/^2026-01-0\d,infected-hosts-by-system,"AS644\d\d <b>""Example"" & sons",\d+,\d+\n$/)
    for (const language of ['en', 'ja'] as const) {
      const page = figuresPage(figures, language)
      expect([page.includes('<b>"Example"'), page.includes('<script'), page.includes(`<html lang="${language}">`), page.includes('https://db-ip.com/')]).toEqual([false, false, true, true])
      expect([...figuresLines(figures, language)].join('')).toContain(`${last.infected.hosts.all} / ${last.infected.hosts.withoutSurveys}`)
    }
  })

  test('nothing at all is no day', () => {
    const daily = new DailyFigures({ space: null, geo, surveys: new SurveyScanners(NO_KNOWLEDGE, null), attackThresholds: ATTACK_THRESHOLDS, carpetThresholds: CARPET_THRESHOLDS })
    const figures = daily.figures()
    expect([figures.days, [...figuresLines(figures, 'en')][0], figuresPage(figures, 'ja').includes('観測された通信はありません。')]).toEqual([[], 'Nothing was seen.\n', true])
  })
})

async function* none(): AsyncGenerator<Uint8Array> {}
