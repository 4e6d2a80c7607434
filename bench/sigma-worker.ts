/** A worker of the Sigma benchmark: a process as the program's workers are, which loads the rules and runs a lane over and over, or a plain loop. */
import { hash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { queryObjects } from 'node:v8'
import { gunzipSync } from 'node:zlib'
import { fastSigmaDetector } from '../src/detect/sigma/fast/fast-sigma-detector.ts'
import { loadRules } from '../src/detect/sigma/load/load-rules.ts'
import { sigmaDetector } from '../src/detect/sigma/sigma-detector.ts'
import { HEAD_BYTES, type EvidenceFile } from '../src/model/decoder.ts'
import type { Detector } from '../src/model/detector.ts'
import { EventBatchBuilder } from '../src/model/event-batch.ts'
import { jsonDecoder } from '../src/observe/json/json-decoder.ts'
import { loadMappings } from '../src/pipeline/load-mappings.ts'
import { serveTasks } from '../src/platform/serve-tasks.ts'

export interface SigmaWorkerOptions {
  readonly engine: 'fast' | 'plain'
  readonly rules: string
}

export type SigmaWorkerTask =
  /** So many events, in each pass so many times over. Rules are loaded with the first; the times are those of passes after one that compiles what the lane needs. */
  | { readonly kind: 'lane'; readonly path: string; readonly events: number; readonly rounds: number; readonly seconds: number }
  | { readonly kind: 'loop'; readonly seconds: number }

/** Seconds are of the clock and of processor time of all threads. */
export interface Timed {
  readonly seconds: number
  readonly cpuSeconds: number
}

export interface SigmaWorkerResult {
  /** Events, or turns of the loop, of one pass. */
  readonly count: number
  /** Of one pass. */
  readonly matches: number
  readonly passes: readonly Timed[]
  readonly load: Timed | null
  /** Bytes that stay in memory with the rules loaded and used, beyond those before. */
  readonly ruleBytes: number
  /** Bytes of resident memory at most, since the program was there but no rules. */
  readonly peakBytes: number
}

const READ_BYTES = 1024 * 1024
/** Turns of the loop in one pass: some tenths of a second. */
const LOOP_TURNS = 100_000_000

const mappings = loadMappings()

serveTasks<SigmaWorkerOptions, SigmaWorkerTask, SigmaWorkerResult, never>(options => {
  let engine: { readonly detector: Detector; readonly load: Timed; readonly bytesBefore: number } | null = null
  return async task => {
    if (task.kind === 'loop') {
      const passes = await repeat(task.seconds, async () => arithmetic(LOOP_TURNS))
      return { count: LOOP_TURNS, matches: 0, passes: passes.map(({ timed }) => timed), load: null, ruleBytes: 0, peakBytes: 0 }
    }
    engine ??= loadEngine(options)
    const { detector, load, bytesBefore } = engine
    const file = laneFile(task.path, task.events)
    const passes = await repeat(task.seconds, () => detectAll(file, detector, task.rounds))
    const peakBytes = peakMemory()
    return {
      ...passes[0]!.value, passes: passes.map(({ timed }) => timed), load, peakBytes, ruleBytes: usedBytes() - bytesBefore,
    }
  }
})

function loadEngine({ engine, rules }: SigmaWorkerOptions): { detector: Detector; load: Timed; bytesBefore: number } {
  const bytesBefore = usedBytes()
  forgetPeak()
  const start = now()
  const ruleSet = loadRules([rules])
  const detector = engine === 'fast' ? fastSigmaDetector(ruleSet, mappings) : sigmaDetector(ruleSet, mappings)
  return { detector, load: since(start), bytesBefore }
}

/** Until so many seconds of processor time are over, and once at least: on a busy machine as many passes as on an idle one. */
async function repeat<T>(seconds: number, pass: () => Promise<T>): Promise<{ value: T; timed: Timed }[]> {
  const passes: { value: T; timed: Timed }[] = []
  const begin = now()
  do {
    const start = now()
    const value = await pass()
    passes.push({ value, timed: since(start) })
  } while (since(begin).cpuSeconds < seconds)
  return passes
}

async function detectAll(file: EvidenceFile, detector: Detector, rounds: number): Promise<{ count: number; matches: number }> {
  const decoder = jsonDecoder(mappings)
  const chunk = { number: 0, from: 0, to: file.bytes, firstRecord: 0 }
  let count = 0
  let matches = 0
  for (let round = 0; round < rounds; round++) {
    for await (const batch of decoder.decode(file, chunk, { error() {} })) {
      count += batch.count
      matches += detector.inspect(batch).length
    }
  }
  return { count, matches }
}

/** In registers alone: what two of it lose beside one is lost by the machine. The sum keeps it from being left out. */
function arithmetic(turns: number): number {
  let state = 1
  for (let turn = 0; turn < turns; turn++) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
  }
  return state
}

/** The first lines of a lane. */
function laneFile(path: string, events: number): EvidenceFile {
  const whole = gunzipSync(readFileSync(path))
  let end = 0
  for (let line = 0; line < events && end < whole.length; line++) end = (whole.indexOf(0x0a, end) + 1) || whole.length
  const bytes = whole.subarray(0, end)
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

function now(): { readonly clock: number; readonly cpu: NodeJS.CpuUsage } {
  return { clock: performance.now(), cpu: process.cpuUsage() }
}

function since({ clock, cpu }: ReturnType<typeof now>): Timed {
  const { user, system } = process.cpuUsage(cpu)
  return { seconds: (performance.now() - clock) / 1_000, cpuSeconds: (user + system) / 1e6 }
}

/** What is reachable: counting the objects of any class collects all garbage first (Node's documentation of `v8.queryObjects`). */
function usedBytes(): number {
  queryObjects(EventBatchBuilder, { format: 'count' })
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** The system begins anew to note the most resident memory (proc(5), clear_refs). */
function forgetPeak(): void {
  try {
    writeFileSync('/proc/self/clear_refs', '5')
  } catch {
    // Then it has noted it since the start, which was less.
  }
}

function peakMemory(): number {
  return process.resourceUsage().maxRSS * 1_024
}
