/**
 * The Sigma engine over the lanes of test data (10,000 events each, repeated), one core: events a second net of loading the rules, JSON
 * parsing included, and of the detector alone.
 *
 *     node bench/sigma.ts [--lane NAME]... [--oracle] [--rules DIRECTORY] [--repeat N]
 *
 * With `--oracle` the plain evaluator runs beside it, and their matches are compared. "First" is the first pass over the lane, which
 * compiles what the lane needs; the figure is the best of the passes after it, in seconds of processor time of the process.
 */
import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { loadRules } from '../src/detect/sigma/load/load-rules.ts'
import { fastSigmaDetector } from '../src/detect/sigma/fast/fast-sigma-detector.ts'
import { sigmaDetector } from '../src/detect/sigma/sigma-detector.ts'
import { HEAD_BYTES, type EvidenceFile } from '../src/model/decoder.ts'
import type { Detector } from '../src/model/detector.ts'
import type { EventBatch } from '../src/model/event-batch.ts'
import { jsonDecoder } from '../src/observe/json/json-decoder.ts'
import { loadMappings } from '../src/pipeline/load-mappings.ts'
import { testData } from '../test/test-data.ts'

const LANES = ['structured_windows', 'raw_windows', 'sysmon_file_event', 'cisco_syslog', 'low_match', 'match_heavy', 'mixed_schema', 'no_match', 'correlation']
const ROUNDS = 7
const READ_BYTES = 1024 * 1024

const { values: options } = parseArgs({
  options: {
    lane: { type: 'string', multiple: true, default: LANES },
    oracle: { type: 'boolean', default: false },
    rules: { type: 'string', default: testData('sigma/rules/rules') },
    repeat: { type: 'string', default: '10' },
  },
})

const mappings = loadMappings()
const loadStart = performance.now()
const rules = loadRules([options.rules])
const loadSeconds = (performance.now() - loadStart) / 1000
console.log(`${rules.rules.length} rules, read in ${loadSeconds.toFixed(2)} s, ${megabytes(process.memoryUsage().rss)} MB`)

interface Engine {
  readonly name: string
  readonly detector: Detector
}

const engines: Engine[] = [made('fast', () => fastSigmaDetector(rules, mappings))]
if (options.oracle) engines.push(made('oracle', () => sigmaDetector(rules, mappings)))

for (const lane of options.lane) {
  const file = evidence(repeated(gunzipSync(readFileSync(testData('sigma/lanes', `${lane}.ndjson.gz`))), Number(options.repeat)))
  const decoding = await rate(file, null)
  for (const { name, detector } of engines) {
    const whole = await rate(file, detector)
    const alone = await detectorAlone(file, detector)
    console.log([
      lane.padEnd(20), name.padEnd(7), `${whole.events} events`, `${whole.matches} matches`,
      `${perSecond(whole.events, whole.best)} events/s`, `detector alone ${perSecond(whole.events, alone)}`,
      `decoder alone ${perSecond(whole.events, decoding.best)}`, `first pass ${whole.first.toFixed(2)} s`,
      `${megabytes(process.memoryUsage().rss)} MB`,
    ].join('  '))
  }
}
console.log(`peak memory ${megabytes(process.resourceUsage().maxRSS * 1024)} MB`)

function made(name: string, make: () => Detector): Engine {
  const start = performance.now()
  const detector = make()
  console.log(`${name}: made in ${((performance.now() - start) / 1000).toFixed(2)} s`)
  return { name, detector }
}

interface Rate {
  readonly events: number
  readonly matches: number
  readonly first: number
  readonly best: number
}

/** Through the decoder; without a detector, decoding alone. Seconds of processor time. */
async function rate(file: EvidenceFile, detector: Detector | null): Promise<Rate> {
  const decoder = jsonDecoder(mappings)
  const chunk = { number: 0, from: 0, to: file.bytes, firstRecord: 0 }
  const seconds: number[] = []
  let events = 0
  let matches = 0
  for (let round = 0; round <= ROUNDS; round++) {
    events = 0
    matches = 0
    const start = process.cpuUsage()
    for await (const batch of decoder.decode(file, chunk, { error() {} })) {
      events += batch.count
      if (detector !== null) matches += detector.inspect(batch).length
    }
    seconds.push(secondsSince(start))
  }
  return { events, matches, first: seconds[0]!, best: Math.min(...seconds.slice(1)) }
}

async function detectorAlone(file: EvidenceFile, detector: Detector): Promise<number> {
  const batches: EventBatch[] = []
  const chunk = { number: 0, from: 0, to: file.bytes, firstRecord: 0 }
  for await (const batch of jsonDecoder(mappings).decode(file, chunk, { error() {} })) batches.push(batch)
  const seconds: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const start = process.cpuUsage()
    for (const batch of batches) detector.inspect(batch)
    seconds.push(secondsSince(start))
  }
  return Math.min(...seconds)
}

function secondsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1e6
}

function evidence(bytes: Buffer): EvidenceFile {
  return {
    sha256: hash('sha256', bytes, 'hex'),
    bytes: bytes.length,
    head: bytes.subarray(0, HEAD_BYTES),
    settings: { date: 0, encoding: 'utf-8', recover: false },
    async * read(from, to) {
      for (let at = from; at < to; at += READ_BYTES) yield bytes.subarray(at, Math.min(at + READ_BYTES, to))
    },
  }
}

function repeated(bytes: Buffer, times: number): Buffer {
  return Buffer.concat(Array.from({ length: times }, () => bytes))
}

function perSecond(events: number, seconds: number): string {
  return `${Math.round(events / seconds / 1000)}k`
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e6)
}
