import { spawn } from 'node:child_process'
import { join } from 'node:path'

export interface RunResult {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  readonly cwd?: string
  /** Added to the environment; `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** What the program reads from standard input; nothing by default. */
  readonly input?: string | Uint8Array
  /** Milliseconds after which the program is killed and the run fails. */
  readonly timeoutMs?: number
}

const MAIN = join(import.meta.dirname, '../src/cli/main.ts')

/** Far above what a whole-program test takes on a slow machine, below the time limit of the test run. */
const TIMEOUT_MS = 300_000

/** What the test runner sets for itself and a person's shell would not have. */
const FOREIGN_VARIABLES = /^(VITEST.*|NODE_ENV|NODE_OPTIONS|NODE_V8_COVERAGE|FORCE_COLOR|NO_COLOR|TEST|PROD|DEV|MODE|BASE_URL|SSR)$/

/** Runs the program as a person would, without a shell; rejects when a signal ended it, which includes the time limit. */
export function runNoroshi(args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  return runProgram(process.execPath, [MAIN, ...args], options)
}

/** Runs any program to its end, with the environment a person would have. */
export function runProgram(program: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const { cwd = process.cwd(), env = {}, input = '', timeoutMs = TIMEOUT_MS } = options
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: { ...ownEnvironment(), ...env }, timeout: timeoutMs, killSignal: 'SIGKILL' })
    const stdout: Buffer[] = []
    const stderr: Buffer[] = []
    child.stdout.on('data', block => stdout.push(block))
    child.stderr.on('data', block => stderr.push(block))
    child.once('error', reject)
    child.once('close', (code, signal) => {
      const result = { stdout: Buffer.concat(stdout).toString('utf8'), stderr: Buffer.concat(stderr).toString('utf8') }
      if (code === null) reject(new Error(`${program} ${args.join(' ')} was ended by ${signal}: ${result.stderr}`))
      else resolve({ code, ...result })
    })
    // A program that ends without reading its input closes the pipe; its exit code tells the story.
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })
}

function ownEnvironment(): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !FOREIGN_VARIABLES.test(name)))
}
