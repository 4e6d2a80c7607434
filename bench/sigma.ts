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
for (const lane of options.lane) await measureLane(lane)
const scale = scaleOf(totals.lane) / scaleOf(totals.loop)
check('two workers scale', scale, '≥', RUN_BARS.scale, `${scale.toFixed(2)} times as well as a plain loop, over all lanes`)
console.log(`load of the machine ${loadavg()[0]!.toFixed(1)}; published elsewhere: ${PUBLISHED.where}`)
console.log(misses.length === 0 ? 'every bar is met' : `missed: ${misses.join('; ')}`)
process.exitCode = misses.length === 0 ? 0 : 1

async function measureLane(lane: string): Promise<void> {
  const path = testData('sigma/lanes', `${lane}.ndjson.gz`)
  const task = { kind: 'lane', path, events: LANE_EVENTS, seconds } as const
  const loops = [await loop(1), await loop(2)]
  const fast = [await run('fast', 1, task), await run('fast', 2, task)]
  const part = await run('fast', 1, { ...task, events: oracleEvents, seconds: 0 })
  const plain = [await run('plain', 1, { ...task, events: oracleEvents }), await run('plain', 2, { ...task, events: oracleEvents })]
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
  const [expected, said] = [plain[0]!.results[0]!.matches / plain[0]!.results[0]!.count, part.results[0]!.matches / part.results[0]!.count]
  if (expected !== said) misses.push(`${lane}: the engines disagree`)
  if (fast[1]!.results.some(each => each.matches !== matches)) misses.push(`${lane}: two workers disagree`)
  for (const [index, each] of fast.entries()) totals.lane[index]! += each.cpuEach
  for (const [index, each] of loops.entries()) totals.loop[index]! += each.cpuEach
}

async function run(engine: SigmaWorkerOptions['engine'], workers: number, task: SigmaWorkerTask & { kind: 'lane' }): Promise<Run> {
  return inPool({ engine, rules: options.rules }, workers, { ...task, seconds: 0 }, task.seconds === 0 ? null : task)
}

async function loop(workers: number): Promise<Run> {
  return inPool({ engine: 'fast', rules: '' }, workers, { kind: 'loop', seconds: 0 }, { kind: 'loop', seconds: seconds / 3 })
}

/** All workers take the first task, and when all have done it, the second: so that none measures while another loads. */
async function inPool(data: SigmaWorkerOptions, workers: number, first: SigmaWorkerTask, second: SigmaWorkerTask | null): Promise<Run> {
  const pool = new WorkerPool<SigmaWorkerTask, SigmaWorkerResult, never>(new URL('./sigma-worker.ts', import.meta.url), data, workers)
  try {
    const all = (task: SigmaWorkerTask) => Promise.all(Array.from({ length: workers }, () => pool.run(task)))
    let results = await all(first)
    if (second !== null) results = await all(second)
    const best = (of: (pass: Timed) => number) => results.map(({ passes, count }) => Math.min(...passes.map(of)) / count)
    const cpu = best(({ cpuSeconds }) => cpuSeconds)
    return {
      workers, results,
      cpuEach: cpu.reduce((sum, each) => sum + each, 0) / workers * 1e6,
      perSecond: best(pass => pass.seconds).reduce((sum, each) => sum + 1 / each, 0),
    }
  } finally {
    await pool.close()
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
