/**
 * The Sigma engine over the nine lanes of test data, JSON parsing included and net of loading the rules, by one worker and by two; beside
 * it the plain evaluator, over a part of each lane, and what was published of another engine.
 *
 *     node bench/sigma.ts [--lane NAME]... [--rules DIRECTORY] [--seconds N] [--oracle-events N]
 *
 * A worker is a process of its own for each lane. Figures are of the best pass of those that fit into the seconds, after one that compiles
 * what the lane needs; in processor time of all threads, which others on the machine spoil least, and by the clock.
 * Exit code 1 when a bar is missed, or the two engines disagree.
 */
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { WorkerPool } from '../src/platform/worker-pool.ts'
import { testData } from '../test/test-data.ts'
import { BARS, PUBLISHED, RUN_BARS } from './sigma-bars.ts'
import type { SigmaWorkerOptions, SigmaWorkerResult, SigmaWorkerTask, Timed } from './sigma-worker.ts'

const LANES = ['structured_windows', 'raw_windows', 'sysmon_file_event', 'cisco_syslog', 'low_match', 'match_heavy', 'mixed_schema', 'no_match', 'correlation']
const LANE_EVENTS = 10_000
/** Times that a pass goes over a lane: some systems count processor time in hundredths of a second. */
const LANE_ROUNDS = 5

const { values: options } = parseArgs({
  options: {
    lane: { type: 'string', multiple: true, default: LANES },
    rules: { type: 'string', default: testData('sigma/rules/rules') },
    seconds: { type: 'string', default: '3' },
    'oracle-events': { type: 'string', default: '500' },
  },
})
const seconds = Number(options.seconds)
const oracleEvents = Number(options['oracle-events'])
const misses: string[] = []

/** What one or two workers did at the same time. */
interface Run {
  readonly workers: number
  readonly results: readonly SigmaWorkerResult[]
  /** Microseconds of processor time. */
  readonly cpuEach: number
  /** Of all workers together, by the clock. */
  readonly perSecond: number
}

/** Sums over lanes of the time an event, or a turn of the loop, takes. */
const totals = { lane: [0, 0], loop: [0, 0] }

console.log(`load of the machine ${loadavg()[0]!.toFixed(1)}; plain engine on the first ${oracleEvents} events of each lane`)
/** Kept for all lanes: only how they load and what memory they take would differ. */
const plainPools = [pool('plain', 1), pool('plain', 2)]
const loopPools = [pool('fast', 1), pool('fast', 2)]
for (const lane of options.lane) await measureLane(lane)
await Promise.all([...plainPools, ...loopPools].map(each => each.members.close()))
const scale = scaleOf(totals.lane) / scaleOf(totals.loop)
check('two workers scale', scale, '≥', RUN_BARS.scale, `${scale.toFixed(2)} times as well as a plain loop, over all lanes`)
console.log(`load of the machine ${loadavg()[0]!.toFixed(1)}; published elsewhere: ${PUBLISHED.where}`)
console.log(misses.length === 0 ? 'every bar is met' : `missed: ${misses.join('; ')}`)
process.exitCode = misses.length === 0 ? 0 : 1

async function measureLane(lane: string): Promise<void> {
  const path = testData('sigma/lanes', `${lane}.ndjson.gz`)
  const task = { kind: 'lane', path, events: LANE_EVENTS, rounds: LANE_ROUNDS, seconds } as const
  const part = { ...task, events: oracleEvents, rounds: 1 }
  const loops: Run[] = []
  const fast: Run[] = []
  const plain: Run[] = []
  let partMatches = 0
  for (const workers of [1, 2]) {
    loops.push(await measure(loopPools[workers - 1]!, { kind: 'loop', seconds: seconds / 3 }))
    const fresh = pool('fast', workers)
    fast.push(await measure(fresh, task))
    // After what is measured: its memory counts no more.
    partMatches = (await all(fresh, { ...part, seconds: 0 }))[0]!.matches
    await fresh.members.close()
    plain.push(await measure(plainPools[workers - 1]!, part))
  }
  console.log(`\n${lane}`)
  for (const each of fast) console.log(describe('fast', each))
  for (const each of plain) console.log(describe('plain', each))
  const [one] = fast as [Run, Run]
  const [{ load, ruleBytes, peakBytes, matches }] = one.results as [SigmaWorkerResult]
  const [loopsOne, loopsTwo] = [scaleOf(fast.map(({ cpuEach }) => cpuEach)), scaleOf(loops.map(({ cpuEach }) => cpuEach))]
  console.log(`  two workers do ${loopsOne.toFixed(2)} times what one does, a plain loop ${loopsTwo.toFixed(2)} times (processor time)`)
  const published = PUBLISHED.eventsPerSecond[lane]
  if (published !== undefined) console.log(`  published, on other machines: ${published}`)
  const bar = BARS[lane]
  const rate = 1e6 / one.cpuEach
  if (bar !== undefined) check(`${lane}, events/s`, rate, '≥', bar, Math.round(rate).toLocaleString('en'))
  check('load', load!.cpuSeconds, '<', RUN_BARS.loadSeconds, `${load!.cpuSeconds.toFixed(2)} s`)
  check('rules in memory', ruleBytes / 1e6, '≤', RUN_BARS.ruleMegabytes, `${Math.round(ruleBytes / 1e6)} MB`)
  const peak = Math.max(...fast.flatMap(({ results }) => results.map(each => each.peakBytes)), peakBytes)
  check('memory of a worker', peak / 1e6, '≤', RUN_BARS.workerMegabytes, `${Math.round(peak / 1e6)} MB`)
  if (plain[0]!.results[0]!.matches !== partMatches) misses.push(`${lane}: the engines disagree`)
  if (fast[1]!.results.some(each => each.matches !== matches)) misses.push(`${lane}: two workers disagree`)
  for (const [index, each] of fast.entries()) totals.lane[index]! += each.cpuEach
  for (const [index, each] of loops.entries()) totals.loop[index]! += each.cpuEach
}

type Workers = WorkerPool<SigmaWorkerTask, SigmaWorkerResult, never>

function pool(engine: SigmaWorkerOptions['engine'], workers: number): { readonly members: Workers; readonly workers: number } {
  const data: SigmaWorkerOptions = { engine, rules: options.rules }
  return { members: new WorkerPool(new URL('./sigma-worker.ts', import.meta.url), data, workers), workers }
}

function all({ members, workers }: ReturnType<typeof pool>, task: SigmaWorkerTask): Promise<SigmaWorkerResult[]> {
  return Promise.all(Array.from({ length: workers }, () => members.run(task)))
}

/** Once without being measured, by all workers before any goes on: so that none measures while another loads. */
async function measure(workers: ReturnType<typeof pool>, task: SigmaWorkerTask): Promise<Run> {
  await all(workers, { ...task, seconds: 0 })
  const results = await all(workers, task)
  const best = (of: (pass: Timed) => number) => results.map(({ passes, count }) => Math.min(...passes.map(of)) / count)
  return {
    workers: workers.workers, results,
    cpuEach: best(({ cpuSeconds }) => cpuSeconds).reduce((sum, each) => sum + each, 0) / workers.workers * 1e6,
    perSecond: best(pass => pass.seconds).reduce((sum, each) => sum + 1 / each, 0),
  }
}

/** What two do of what one does, where each has a processor. */
function scaleOf([one = 1, two = 1]: readonly number[]): number {
  return 2 * one / two
}

function describe(engine: string, { workers, results, cpuEach, perSecond }: Run): string {
  const most = (of: (result: SigmaWorkerResult) => number) => Math.max(...results.map(of))
  const { count, matches } = results[0]!
  return [
    `  ${engine.padEnd(5)} ${workers === 1 ? 'one worker ' : 'two workers'}`, `${count} events a pass`, `${matches} matches`,
    `${thousands(workers * 1e6 / cpuEach)} events/s (${cpuEach.toFixed(2)} µs an event; by the clock ${thousands(perSecond)})`,
    `load ${most(({ load }) => load!.cpuSeconds).toFixed(2)} s (${most(({ load }) => load!.seconds).toFixed(2)})`,
    `rules ${Math.round(most(({ ruleBytes }) => ruleBytes) / 1e6)} MB`, `peak ${Math.round(most(({ peakBytes }) => peakBytes) / 1e6)} MB`,
  ].join('  ')
}

function check(name: string, value: number, relation: '≥' | '≤' | '<', bar: number, shown: string): void {
  const isMet = relation === '≥' ? value >= bar : relation === '<' ? value < bar : value <= bar
  console.log(`  ${isMet ? 'met   ' : 'MISSED'} ${name}: ${shown} (bar ${relation} ${bar.toLocaleString('en')})`)
  if (!isMet) misses.push(`${name} ${shown}`)
}

function thousands(perSecond: number): string {
  return perSecond < 10_000 ? `${(perSecond / 1000).toFixed(1)}k` : `${Math.round(perSecond / 1000)}k`
}
