/**
 * `noroshi analyze` on millions of records of Windows event logs with all public rules, end to end: read, detect, group, report.
 *
 *     node bench/analyze.ts [--records N] [--workers N] [--rules DIRECTORY] [--shift SECONDS] [--keep FOLDER]
 *
 * The input is the given logs again and again, with record numbers and times of their own (`--shift`: by how much each copy is later; `--keep`
 * leaves them in a folder, and uses those it finds there). Start-up is what the same command takes for one small log, and is told apart.
 * Processor time is of the program and its workers: on otherwise idle processors its share is what the clock says. The plain engine must
 * find the same in the given files themselves.
 * Exit code 1 when the bar is missed, or the engines disagree.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { AnalyzeCommandOptions } from '../src/cli/analyze.ts'
import { testData, testFiles } from '../test/test-data.ts'
import type { AnalyzeRun } from './analyze-run.ts'
import { writeEvtxCopies, type EvtxCopies } from './evtx-copies.ts'

/** Events a second on two processors, start-up apart. */
const BAR = 60_000
const PROCESSORS = 2

const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '2000000' },
    workers: { type: 'string', default: String(Math.min(PROCESSORS, availableParallelism())) },
    rules: { type: 'string', default: testData('sigma/rules/rules') },
    shift: { type: 'string', default: '60' },
    keep: { type: 'string' },
  },
})
const given = [...testFiles('evtx', '.evtx'), ...testFiles('sigma/regression', '.evtx')]
const reports = mkdtempSync(join(tmpdir(), 'noroshi-analyze-'))
const folder = values.keep ?? join(reports, 'input')

try {
  const { records, bytes, files } = input()
  console.log(`${records.toLocaleString('en')} records in ${files} files, ${(bytes / 1e9).toFixed(1)} GB, ${values.workers} workers, load of the machine ${loadavg()[0]!.toFixed(1)}`)
  const small = await run('start', [given[0]!], 'fast')
  const whole = await run('whole', [folder], 'fast')
  const cpu = cpuOf(whole) - cpuOf(small)
  const rate = records / (whole.seconds - small.seconds)
  const cpuRate = records / (cpu / PROCESSORS)
  console.log(`start-up ${small.seconds.toFixed(1)} s (processor time ${cpuOf(small).toFixed(1)} s)`)
  console.log(`${Math.round(rate).toLocaleString('en')} events/s by the clock, ${whole.seconds.toFixed(1)} s with start-up`)
  console.log(`${(cpu / records * 1e6).toFixed(1)} µs of processor time an event (${shares(whole)} s), which is ${Math.round(cpuRate).toLocaleString('en')} events/s on ${PROCESSORS} processors`)
  console.log(`memory of all processes at most ${megabytes(whole.use.peakBytes)} (${Object.entries(whole.use.bytesAtPeak).map(([kind, size]) => `${kind} ${megabytes(size)}`).join(', ')})`)
  const isMet = Math.max(rate, cpuRate) >= BAR
  console.log(`${isMet ? 'met   ' : 'MISSED'} events/s (bar ≥ ${BAR.toLocaleString('en')})`)
  await run('fast', [testData('evtx'), testData('sigma/regression')], 'fast')
  await run('plain', [testData('evtx'), testData('sigma/regression')], 'plain')
  const agree = found('fast') === found('plain')
  console.log(`${agree ? 'met   ' : 'MISSED'} the plain engine finds the same in the ${given.length} given files`)
  process.exitCode = isMet && agree ? 0 : 1
} finally {
  rmSync(reports, { recursive: true, force: true })
}

function input(): EvtxCopies {
  const note = `${folder}.json`
  if (existsSync(note)) return JSON.parse(readFileSync(note, 'utf8')) as EvtxCopies
  mkdirSync(folder, { recursive: true })
  const written = writeEvtxCopies(given, folder, { records: Number(values.records), shiftSeconds: Number(values.shift) })
  writeFileSync(note, JSON.stringify(written))
  return written
}

async function run(name: string, paths: readonly string[], engine: 'fast' | 'plain'): Promise<AnalyzeRun> {
  const options: AnalyzeCommandOptions = { rules: [values.rules], out: join(reports, name), lang: 'en', workers: Number(values.workers), engine }
  const child = fork(new URL('./analyze-run.ts', import.meta.url), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  child.send({ paths, options })
  const [result] = await once(child, 'message') as [AnalyzeRun]
  return result
}

/** The report without what differs from run to run. */
function found(name: string): string {
  const { stats, ...report } = JSON.parse(readFileSync(join(reports, name, 'report.json'), 'utf8')) as { stats: { seconds: number } }
  return JSON.stringify([report, { ...stats, seconds: 0 }])
}

function cpuOf({ use }: AnalyzeRun): number {
  return Object.values(use.cpuSeconds).reduce((sum, each) => sum + each, 0)
}

function shares({ use }: AnalyzeRun): string {
  return Object.entries(use.cpuSeconds).map(([kind, seconds]) => `${kind} ${seconds.toFixed(1)}`).join(', ')
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`
}
