import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod'
import { placeMadeData } from '../made-data.ts'
import { runNoroshi } from '../run-noroshi.ts'

export interface DemoServer {
  /** `http://127.0.0.1:port`. */
  readonly origin: string
  /** For one sign-in. */
  readonly link: string
  /** Its data folder. */
  readonly data: string
  /** Stops it as a person would, and removes its data. */
  stop(): Promise<void>
}

const MAIN = join(import.meta.dirname, '../../src/cli/main.ts')

/** Milliseconds between two looks at what was read: each takes processor time from the reading. */
const PAUSE_MS = 500

const readSchema = z.object({ settled: z.boolean(), cases: z.number() })

/**
 * `noroshi up` with a fresh data folder, as a person starts it; ready when it has printed the link and there are cases.
 *
 * @param args further ones, which say what it reads: `--demo` the examples
 */
export async function startDemoServer(args: readonly string[]): Promise<DemoServer> {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'noroshi-console-'))
  const data = join(folder, 'data')
  // The demonstration is what somebody new starts.
  if (!args.includes('--demo')) await placeMadeData(data)
  const child = spawn(process.execPath, [MAIN, 'up', ...args, '--lang', 'en', '--listen', '127.0.0.1:0', '--data', data], { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = once(child, 'exit')
  let said = ''
  let complained = ''
  child.stderr.on('data', (block: Buffer) => { complained = `${complained}${block.toString()}`.slice(-2_000) })
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  const link = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (block: Buffer) => {
      said += block.toString()
      const found = /^https?:\S+\/sign-in#token=\S+$/m.exec(said)
      if (found !== null) resolve(found[0])
    })
    void ended.then(() => reject(new Error(`noroshi up ended: ${said}${complained}`)))
  }).catch(async (error: unknown) => {
    await stop()
    throw error
  })
  for (;;) {
    const { settled, cases } = readSchema.parse(JSON.parse((await runNoroshi(['status', '--json', '--data', data])).stdout))
    if (settled && cases > 0) break
    await sleep(PAUSE_MS)
  }
  return { origin: new URL(link).origin, link, data, stop }
}
