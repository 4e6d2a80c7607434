import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as z from 'zod'
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

const readSchema = z.object({ settled: z.boolean(), cases: z.number() })

/**
 * `noroshi up` with a fresh data folder, as a person starts it; ready when it has printed the link and, unless it is to be empty, there are cases.
 *
 * @param args further ones; by default it reads the examples
 */
export async function startDemoServer(args: readonly string[] = ['--demo'], { isEmpty = false }: { readonly isEmpty?: boolean } = {}): Promise<DemoServer> {
  const data = mkdtempSync(join(realpathSync(tmpdir()), 'noroshi-console-'))
  const child = spawn(process.execPath, [MAIN, 'up', ...args, '--lang', 'en', '--listen', '127.0.0.1:0', '--data', data], { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = once(child, 'exit')
  let said = ''
  let complained = ''
  child.stderr.on('data', (block: Buffer) => { complained = `${complained}${block.toString()}`.slice(-2_000) })
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
    rmSync(data, { recursive: true, force: true })
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
  while (!isEmpty) {
    const { settled, cases } = readSchema.parse(JSON.parse((await runNoroshi(['status', '--json', '--data', data])).stdout))
    if (settled && cases > 0) break
  }
  return { origin: new URL(link).origin, link, data, stop }
}
