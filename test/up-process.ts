import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect } from 'vitest'
import { placeMadeData } from './made-data.ts'

const MAIN = join(import.meta.dirname, '../src/cli/main.ts')

/** A `noroshi up` that runs. */
export interface Up {
  readonly child: ChildProcess
  readonly origin: string
  /** Of the sign-in link; null when none was printed. */
  readonly token: string | null
  readonly lines: readonly string[]
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/** Starts it, in a new data folder where there is none, and waits until it takes requests. */
export async function up(data: string, ...args: string[]): Promise<Up> {
  await placeMadeData(data)
  const child = spawn(process.execPath, [MAIN, 'up', '--data', data, '--no-console', ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1' } })
  const ended = once(child, 'close')
  let errors = ''
  child.stderr.on('data', (block: Buffer) => { errors += block.toString() })
  const lines: string[] = []
  const origin = await Promise.race([
    (async () => {
      let found = ''
      for await (const line of createInterface({ input: child.stdout })) {
        lines.push(line)
        found ||= /https?:\S+/.exec(line)?.[0] ?? ''
        if (line.includes('#token=')) break
      }
      return found
    })(),
    ended.then(() => Promise.reject(new Error(`noroshi up ended: ${errors}`))),
  ])
  return {
    child,
    origin,
    token: lines.map(line => /#token=(\S+)/.exec(line)?.[1]).find(each => each !== undefined) ?? null,
    lines,
    async stop(signal = 'SIGTERM') {
      child.kill(signal)
      await ended
      return child.exitCode
    },
  }
}

/** As the console does; answers the cookie. */
export async function signIn({ origin, token }: Up): Promise<string> {
  const answer = await fetch(`${origin}/api/v1/session/link`, { method: 'POST', body: JSON.stringify({ token }), headers: { 'content-type': 'application/json' } })
  expect(answer.status).toBe(200)
  return answer.headers.get('set-cookie')!.split(';')[0]!
}
