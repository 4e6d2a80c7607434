import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { placeMadeData } from './made-data.ts'
import { runNoroshi } from './run-noroshi.ts'

const MAIN = join(import.meta.dirname, '../src/cli/main.ts')

/** One `noroshi up` after another over the same data folder, with a source that takes syslog every way. */
export class CollectWorld {
  readonly config: string
  readonly ports: Readonly<Record<'udp' | 'tcp' | 'tls', number>>
  readonly #origin: string
  #child: ChildProcess | null = null

  /** @param folder empty @param more further entries of `sources:` @param settings further lines of noroshi.yaml */
  static async make(folder: string, more: readonly string[] = [], settings = ''): Promise<CollectWorld> {
    const [http, udp, tcp, tls] = await Promise.all([freePort(), freePort(), freePort(), freePort()])
    await placeMadeData(join(folder, 'data'))
    const config = join(folder, 'noroshi.yaml')
    writeFileSync(config, `data: ${join(folder, 'data')}
workers: 1
server: {listen: "127.0.0.1:${http}"}
sources:
  - {name: lab, kind: syslog, udp: "127.0.0.1:${udp}", tcp: "127.0.0.1:${tcp}", tls: "127.0.0.1:${tls}"}
${more.map(each => `  - ${each}\n`).join('')}collection: {sealSeconds: 1, reserveMb: 1}
${settings}`)
    return new CollectWorld(config, `http://127.0.0.1:${http}`, { udp: udp!, tcp: tcp!, tls: tls! })
  }

  private constructor(config: string, origin: string, ports: CollectWorld['ports']) {
    this.config = config
    this.#origin = origin
    this.ports = ports
  }

  /** Settles when it takes what is sent. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [MAIN, 'up', '--no-console', '--config', this.config], { stdio: ['ignore', 'pipe', 'pipe'] })
    this.#child = child
    let errors = ''
    child.stderr.on('data', (block: Buffer) => { errors = (errors + block.toString()).slice(-10_000) })
    for await (const line of createInterface({ input: child.stdout })) if (line.includes('#token=') || line.startsWith('Noroshi runs')) return
    throw new Error(`noroshi up ended: ${errors}`)
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const child = this.#child
    if (child === null || child.exitCode !== null || child.signalCode !== null) return
    child.kill(signal)
    await once(child, 'exit')
  }

  /** Asks its API. */
  ask(path: string, request: RequestInit): Promise<Response> {
    return fetch(`${this.#origin}${path}`, request)
  }

  async run(...args: string[]): Promise<string> {
    return (await runNoroshi([...args, '--config', this.config])).stdout
  }

  /** The messages of events that a query finds. */
  async messages(query: string): Promise<string[]> {
    const { code, stdout, stderr } = await runNoroshi(['hunt', query, '--json', '--limit', '1000000', '--config', this.config])
    if (code !== 0) throw new Error(stderr)
    return stdout.split('\n').filter(line => line !== '').map(line => String((JSON.parse(line) as { fields: { message: unknown } }).fields.message)).sort()
  }
}

/** One that nobody had a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
