import { resolve } from 'node:path'
import type { Depth } from '../depth.ts'
import { GATES } from '../gates/all.ts'
import type { Gate, GateResult } from '../gates/gate.ts'
import { finalLine } from './final-line.ts'
import { runVitest } from './run-vitest.ts'

export interface TestOptions {
  readonly depth: Depth
  /** Runs only the gates whose name and the test files whose path contain this; `FILE > NAME` only the tests of those files whose name contains NAME. */
  readonly pattern?: string | undefined
  /** Whose checks and tests are run; by default, this clone's. */
  readonly root?: string
}

const CLONE = resolve(import.meta.dirname, '../..')

/** How many of the slowest test files are named at the end. */
const SLOWEST = 5

/**
 * The one test command: runs every gate and beside them every test, and says what failed; the exit code: 0 when nothing did, else 1.
 * Gates go one after the other: with the tests' processes they keep two cores busy to the end.
 */
export async function runTests({ depth, pattern, root = CLONE }: TestOptions): Promise<number> {
  process.env['NOROSHI_TEST_DEPTH'] = depth
  const started = performance.now()
  const [gates, tests] = await Promise.all([
    runGates(GATES.filter(gate => pattern === undefined || gate.name.includes(pattern)), root),
    runVitest(root, pattern),
  ])

  const failed = [...gates.filter(gate => !gate.ok).map(gate => `gate ${gate.name}`), ...tests.failed]
  const passed = gates.filter(gate => gate.ok).length + tests.passed
  if (tests.passed + tests.failed.length === 0) failed.push(pattern === undefined ? 'no test was run' : `no test was run: no file matches ${pattern}`)

  say('')
  list('Slowest files:', tests.files.slice(0, SLOWEST).map(({ file, seconds }) => `${seconds.toFixed(1).padStart(6)} s  ${file}`))
  list('Skipped:', tests.skipped)
  list('Failed:', failed)
  say(`Depth ${depth}, ${((performance.now() - started) / 1000).toFixed(1)} s`)
  say(finalLine(passed, failed.length, tests.skipped.length))
  return failed.length === 0 ? 0 : 1
}

async function runGates(gates: readonly Gate[], root: string): Promise<GateResult[]> {
  const results: GateResult[] = []
  for (const gate of gates) results.push(await runGate(gate, root))
  return results
}

async function runGate(gate: Gate, root: string): Promise<GateResult> {
  const started = performance.now()
  const result = await gate.run(root).catch((error: unknown): GateResult => ({ name: gate.name, ok: false, details: [`the gate itself failed: ${error}`] }))
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  if (result.ok) say(`gate ${gate.name}: ok, ${seconds} s, ${result.details.join('; ')}`)
  else list(`gate ${gate.name}: FAILED, ${seconds} s`, result.details)
  return result
}

function list(title: string, lines: readonly string[]): void {
  if (lines.length > 0) say([title, ...lines.map(line => `  ${line}`)].join('\n'))
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
