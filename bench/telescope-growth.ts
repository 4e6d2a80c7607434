/**
 * How early a growing botnet is told, beside ChangeFinder at the same rate of false alarms, and how often traffic without any is told: on made days
 * with other seeds, ports, growth rates and backgrounds than those the thresholds were chosen on.
 *
 *     node bench/telescope-growth.ts [--seeds N] [--first-seed N] [--hours N] [--tuning]
 *
 * Each seed makes two captures of the same background, one with a botnet and one without. `--tuning` takes other seeds and rates.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { MINUTE_US, parseIsoTime } from '../src/model/time.ts'
import { decodePackets } from '../src/observe/packet/decode-packets.ts'
import { readCaptures } from '../src/observe/packet/read-captures.ts'
import type { GenerateConfig } from '../src/observe/telescope/generate/generate-config.ts'
import { generateConfigSchema } from '../src/observe/telescope/generate/generate-config.ts'
import { generateTraffic } from '../src/observe/telescope/generate/generate-traffic.ts'
import { Random } from '../src/observe/telescope/generate/random.ts'
import type { Truth } from '../src/observe/telescope/generate/truth-schema.ts'
import { GrowthWatch } from '../src/observe/telescope/growth/growth-watch.ts'

const { values } = parseArgs({ options: {
  'seeds': { type: 'string', default: '30' },
  'first-seed': { type: 'string', default: '9000' },
  'hours': { type: 'string', default: '24' },
  'tuning': { type: 'boolean', default: false },
} })

const HOURS = Number(values.hours)
/** Hosts from whose joining on a report is waited for. */
const MANY_HOSTS = 50
/** Within which it must come. */
const IN_TIME_MINUTES = 30
/** Growth per hour, and where: the ones the thresholds were chosen on, and others. */
const RATES = values.tuning ? [0.5, 1, 2, 4, 8, 16] : [0.7, 1.3, 2.7, 5.5, 11, 23]
const PORTS = values.tuning ? [5_555, 23, 80, 8_080, 52_869] : [9_527, 22, 37_215, 2_323, 34_567, 443]

interface Run {
  readonly seed: number
  readonly botnet: NonNullable<GenerateConfig['botnet']>
  /** Minutes from the 50th host to the report, negative when before; null: never. */
  readonly ours: number | null
  readonly baselines: readonly { readonly at: number, readonly score: number }[]
  readonly fiftieth: number
}

interface FalseAlarm {
  readonly seed: number
  readonly port: number
  readonly score: number
}

const folder = mkdtempSync(join(tmpdir(), 'noroshi-growth-'))
const runs: Run[] = []
const falseAlarms: FalseAlarm[] = []
const baselineAlarms: FalseAlarm[] = []
let best = 0
try {
  for (let index = 0; index < Number(values.seeds); index++) await judgeSeed(Number(values['first-seed']) + index, index)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
report()

async function judgeSeed(seed: number, index: number): Promise<void> {
  const random = new Random(seed, 77)
  const scale = [0.3, 1, 3][random.below(3)]!
  const background = backgroundOf(scale)
  const botnet = {
    port: PORTS[index % PORTS.length]!,
    fromMinute: random.between(60 * HOURS / 6, 60 * HOURS / 2),
    capacity: random.pick([70, 150, 400, 1_500]),
    growthPerHour: RATES[Math.floor(index / PORTS.length + index) % RATES.length]!,
    packetsPerMinute: random.pick([0.1, 0.3, 1]),
  }
  const free = await watch({ ...background, botnet: null }, seed)
  falseAlarms.push(...free.watch.alerts.map(({ port, score }) => ({ seed, port, score })))
  best = Math.max(best, free.highest)
  for (const [port, changes] of free.watch.baseline.changes) baselineAlarms.push({ seed, port, score: Math.max(...changes.map(({ score }) => score)) })
  const made = await watch({ ...background, botnet }, seed)
  const fiftieth = fiftiethOf(made.truth)
  if (fiftieth === null) return console.log(`seed ${seed}: fewer than ${MANY_HOSTS} hosts join; left out`)
  const alert = made.watch.alerts.find(({ port }) => port === botnet.port)
  const begin = made.truth.from
  const start = (parseIsoTime(begin)?.microseconds ?? 0) + botnet.fromMinute * MINUTE_US
  const run = {
    seed, botnet, fiftieth,
    ours: alert === undefined ? null : (alert.at - fiftieth) / MINUTE_US,
    baselines: (made.watch.baseline.changes.get(botnet.port) ?? []).filter(({ at }) => at >= start),
  }
  runs.push(run)
  console.log(`seed ${seed} port ${botnet.port} rate ${botnet.growthPerHour}/h capacity ${botnet.capacity} ${botnet.packetsPerMinute}/min background ×${scale}: `
    + `${run.ours === null ? 'missed' : `${run.ours.toFixed(0)} min`} (score ${alert?.score.toFixed(1)}, ${alert?.on}, window ${alert?.window}); ChangeFinder as published ${minutes(run, 3)}; without botnet ${free.highest.toFixed(1)}`)
}

function backgroundOf(scale: number): GenerateConfig {
  const many = (perHour: number) => Math.round(perHour * HOURS * scale)
  return generateConfigSchema.parse({
    minutes: 60 * HOURS, unmarked: many(300), mirai: many(60), zmapOld: many(10), zmapNew: many(10), masscanOld: many(10), masscanNew: many(10),
    nmap: many(5), unicornscan: many(3), sipvicious: many(3), research: 20, misconfigured: 20, coordinated: { sources: 20, atMinute: 60 * HOURS * 0.7 },
  })
}

async function watch(config: GenerateConfig, seed: number): Promise<{ readonly watch: GrowthWatch, readonly truth: Truth, readonly highest: number }> {
  const path = join(folder, 'trace.pcap')
  const truth = generateTraffic(config, seed, path)
  let highest = 0
  const growth = new GrowthWatch({ onJudged: (port, _, { score }) => { if (config.botnet === null) highest = Math.max(highest, score) } })
  for await (const batch of readCaptures([path], { standardInput: process.stdin, onError: (_, { reason }) => { throw new Error(reason) } })) {
    decodePackets(batch)
    growth.accept(batch)
  }
  return { watch: growth, truth, highest }
}

function fiftiethOf({ botnet }: Truth): number | null {
  const joins = (botnet?.joins ?? []).map(({ at }) => parseIsoTime(at)?.microseconds ?? 0).sort((a, b) => a - b)
  return joins[MANY_HOSTS - 1] ?? null
}

function minutes({ baselines, fiftieth }: Run, threshold: number): string {
  const change = baselines.find(({ score }) => score > threshold)
  return change === undefined ? 'missed' : `${((change.at - fiftieth) / MINUTE_US).toFixed(0)} min`
}

function report(): void {
  const days = Number(values.seeds) * HOURS / 24
  const threshold = thresholdFor(falseAlarms.length)
  const inTime = runs.filter(({ ours }) => ours !== null && ours <= IN_TIME_MINUTES)
  const lead = runs.flatMap(({ ours, baselines, fiftieth }) => {
    const change = baselines.find(({ score }) => score > threshold)
    return ours === null || change === undefined ? [] : [(change.at - fiftieth) / MINUTE_US - ours]
  }).sort((a, b) => a - b)
  console.log(`\nmissed ${runs.filter(({ ours }) => ours === null).length} of ${runs.length}, late ${runs.length - inTime.length - runs.filter(({ ours }) => ours === null).length}; in time ${inTime.length}`)
  console.log(`false alarms on ${days} days without a botnet: ${falseAlarms.length} (${falseAlarms.map(({ seed, port, score }) => `${seed}:${port}:${score.toFixed(1)}`).join(' ')}); highest score ${best.toFixed(1)}`)
  console.log(`ChangeFinder as published: ${baselineAlarms.length} alarms on them; threshold for as few as ours: ${threshold.toFixed(2)}; it misses ${runs.filter(({ baselines }) => !baselines.some(({ score }) => score > threshold)).length} then`)
  console.log(`lead over it where both tell: least ${lead[0]?.toFixed(0)}, median ${lead[lead.length >> 1]?.toFixed(0)} min, of ${lead.length}; later than it: ${lead.filter(each => each <= 0).length}`)
}

/** The least threshold at which ChangeFinder raises no more alarms on the same traffic. */
function thresholdFor(alarms: number): number {
  const scores = baselineAlarms.map(({ score }) => score).sort((a, b) => b - a)
  return Math.max(3, scores[alarms] ?? 3)
}
