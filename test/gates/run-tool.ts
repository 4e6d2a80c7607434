import { spawn } from 'node:child_process'
import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'

export interface ToolResult {
  /** -1 when the tool was killed. */
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** The tools are those of this clone, whatever tree they look at. */
const BIN = join(import.meta.dirname, '../../node_modules/.bin')

/** No gate takes a tenth of this; a tool that hangs must not hang the test run. */
const TOOL_TIMEOUT_MS = 300_000

/** Runs a development tool of `node_modules/.bin`, which must be a Node script, with `cwd` as its working directory. */
export function runTool(name: string, args: readonly string[], cwd: string): Promise<ToolResult> {
  const { NODE_OPTIONS: _, ...env } = process.env
  return new Promise((resolve, reject) => {
    const script = realpathSync(join(BIN, name))
    const child = spawn(process.execPath, [script, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: TOOL_TIMEOUT_MS })
    const stdout: Buffer[] = []
    const stderr: Buffer[] = []
    child.stdout.on('data', block => stdout.push(block))
    child.stderr.on('data', block => stderr.push(block))
    child.once('error', reject)
    child.once('close', code => resolve({ code: code ?? -1, stdout: joined(stdout), stderr: joined(stderr) }))
  })
}

/** What a tool printed as JSON; null when it is not that. */
export function parseReport<T extends z.ZodType>(schema: T, text: string): z.infer<T> | null {
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    return null
  }
}

function joined(blocks: readonly Buffer[]): string {
  return Buffer.concat(blocks).toString('utf8')
}
