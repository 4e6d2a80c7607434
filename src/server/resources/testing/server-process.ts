import { spawn } from 'node:child_process'
import type { ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { ask } from './open-server.ts'
import type { Ask } from './open-server.ts'

/** A server in a process of its own. */
export interface ServerProcess {
  readonly ask: Ask
  /** `kill -9`; on return it is gone. */
  kill(): Promise<void>
}

export async function startServer(folder: string, rules: string): Promise<ServerProcess> {
  const child: ChildProcessByStdio<null, Readable, null> = spawn(process.execPath, [fileURLToPath(new URL('./serve.ts', import.meta.url)), folder, rules], { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = createInterface(child.stdout)
  const base = await Promise.race([
    once(lines, 'line').then(([line]) => String(line)),
    once(child, 'exit').then(([code]): never => { throw new Error(`the server ended with ${code}`) }),
  ])
  return {
    ask: ask(base),
    async kill() {
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }
}
