/**
 * The server: the queue of 100,000 cases, 500 event streams, and a mixed load of 1,000 requests a second, beside `node:http` alone answering
 * as many requests with as many bytes in the same run.
 *
 *     node bench/server.ts [--cases N] [--streams N] [--rate N] [--seconds N] [--keep FOLDER]
 *
 * `--keep` leaves the store in a folder, and uses the one it finds there. The load is open: requests start by the clock, whatever became of those before, so that waiting shows. Latency is what the client sees;
 * processor time is that of the server's process and, beside it, of all below it (engines too). The machine's other guests count against it.
 */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import * as z from 'zod'
import { treeUse } from './process-tree.ts'
import { quantile } from './quantile.ts'
import type { Shot } from './server-mix.ts'
import { KINDS, mixedShot } from './server-mix.ts'

const options = parseArgs({ options: {
  cases: { type: 'string', default: '100000' }, streams: { type: 'string', default: '500' }, rate: { type: 'string', default: '1000' }, seconds: { type: 'string', default: '10' },
  keep: { type: 'string' },
} }).values
const [CASES, STREAMS, RATE, SECONDS] = [options.cases, options.streams, options.rate, options.seconds].map(Number) as [number, number, number, number]

/** Bars of issue 4, milliseconds and bytes. */
const BARS = { listMs: 50, mixedMs: 100, idleBytes: 1.5e9 }

const LIST_REQUESTS = 400
const MESSAGES = 20

/** Requests of each kind whose processor time is told by itself. */
const COST_REQUESTS = 200

/** Where the keys of their notes begin. */
const COST_KEYS = 10_000_000

interface Target {
  readonly child: ChildProcess
  readonly origin: string
  readonly token: string
  readonly cases: readonly string[]
}

const agent = new Agent({ keepAlive: true, maxSockets: 256 })
const folder = options.keep ?? mkdtempSync(join(tmpdir(), 'noroshi-bench-'))
const targets: Target[] = []
try {
  const server = await start('server-under-load.ts', join(folder, 'data'), String(CASES))
  const idle = treeUse(server.child.pid!)
  say('idle memory of all processes, shared memory by shares', `${megabytes(idle.proportionalBytes)} MB (resident ${megabytes(idle.residentBytes)} MB)`, idle.proportionalBytes <= BARS.idleBytes)

  const bytes = await listQueue(server)
  await streams(server)
  await costs(server)
  await mixed('mixed load', server, mixedShot(server.cases))
  const peer = await start('server-peer.ts', String(bytes))
  await mixed('node:http alone', peer, () => ({ method: 'GET', path: '/' }))
} finally {
  for (const { child } of targets) {
    child.stdin?.end()
    if (child.exitCode === null) await once(child, 'exit')
  }
  if (options.keep === undefined) rmSync(folder, { recursive: true, force: true })
}

async function start(script: string, ...args: readonly string[]): Promise<Target> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, script), ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
  const [line] = await once(createInterface(child.stdout), 'line')
  const target = { child, ...z.object({ origin: z.string(), token: z.string(), cases: z.array(z.string()) }).parse(JSON.parse(String(line))) }
  targets.push(target)
  return target
}

/** Pages of the queue, of all kinds of filters, four at a time. @returns bytes of one */
async function listQueue(server: Target): Promise<number> {
  const paths = ['/cases', '/cases?limit=200', '/cases?severity=critical', '/cases?minPriority=60', '/cases?q=ws0421', '/cases?status=new&owner=', '/cases?q=lsass']
  const times: number[] = []
  let bytes = 0
  let cursor: string | null = null
  const one = async (i: number) => {
    const path = i % 2 === 0 && cursor !== null ? `/cases?cursor=${cursor}` : paths[i % paths.length]!
    const begun = performance.now()
    const answer = await ask(server, { method: 'GET', path })
    times.push(performance.now() - begun)
    if (path === '/cases' || path.startsWith('/cases?cursor')) {
      bytes = answer.length
      cursor = z.object({ next: z.string().nullable() }).parse(JSON.parse(answer.toString())).next
    }
  }
  for (let i = 0; i < 40; i++) await one(i)
  times.length = 0
  for (let i = 0; i < LIST_REQUESTS; i += 4) await Promise.all([one(i), one(i + 1), one(i + 2), one(i + 3)])
  say(`queue of ${CASES} cases, pages of all kinds, four at a time`, quantiles(times), quantile(times, 0.95) <= BARS.listMs)
  return bytes
}

/** Listeners that all hear of decisions; how long after they were answered. */
async function streams(server: Target): Promise<void> {
  const heard: number[] = []
  let decidedAt = 0
  const open = await Promise.all(Array.from({ length: STREAMS }, (_, i) => listen(server, i, () => heard.push(performance.now() - decidedAt))))
  const before = treeUse(server.child.pid!).cpuSeconds
  for (let i = 0; i < MESSAGES; i++) {
    decidedAt = performance.now()
    await ask(server, { method: 'POST', path: `/cases/${server.cases[i]}/decisions`, body: { kind: 'note', value: 'seen', key: `stream-${Date.now()}-${i}` } })
    await sleep(200)
  }
  const cpuMs = (treeUse(server.child.pid!).cpuSeconds - before) * 1_000
  say(`${STREAMS} event streams, ${MESSAGES} messages, from the request to the ear`, `${quantiles(heard)}; ${heard.length} of ${STREAMS * MESSAGES} heard; ${(cpuMs / MESSAGES).toFixed(1)} ms of processor time each`,
    heard.length === STREAMS * MESSAGES)
  for (const stop of open) stop()
}

function listen(server: Target, number: number, onDecision: () => void): Promise<() => void> {
  return new Promise((resolve, reject) => {
    // Of several addresses of this machine, as of several people.
    const asked = request(`${server.origin}/api/v1/stream`, { localAddress: `127.0.0.${2 + number % 8}`, agent: false, headers: { authorization: `Bearer ${server.token}` } }, response => {
      let rest = ''
      response.setEncoding('utf8').on('data', (text: string) => {
        const messages = (rest + text).split('\n\n')
        rest = messages.pop() ?? ''
        for (const message of messages) if (message.includes('event: decision')) onDecision()
      })
      response.on('error', () => {})
      if (response.statusCode === 200) resolve(() => asked.destroy())
      else reject(new Error(`a stream was answered with ${response.statusCode}`))
    })
    asked.on('error', reject).end()
  })
}

/** What one request of each kind costs by itself, two at a time. */
async function costs(server: Target): Promise<void> {
  for (const [name, { shot }] of Object.entries(KINDS)) {
    const shoot = (i: number) => ask(server, shot(server.cases[(i * 7_919) % server.cases.length]!, COST_KEYS + i))
    for (let i = 0; i < 20; i++) await shoot(i)
    const before = treeUse(server.child.pid!)
    for (let i = 20; i < 20 + COST_REQUESTS; i += 2) await Promise.all([shoot(i), shoot(i + 1)])
    const after = treeUse(server.child.pid!)
    const each = (used: number) => `${(used / COST_REQUESTS * 1_000).toFixed(2)} ms`
    console.log(`        ${name}: ${each(after.ownCpuSeconds - before.ownCpuSeconds)} of the server's processor time a request, ${each(after.cpuSeconds - before.cpuSeconds)} with the engines`)
  }
}

async function mixed(name: string, target: Target, shot: (i: number) => Shot): Promise<void> {
  for (let i = 0; i < 200; i++) await ask(target, shot(i)).catch(() => {})
  const times: number[] = []
  const failures = new Map<string, number>()
  const pending: Promise<void>[] = []
  const before = { process: processSeconds(target), tree: treeUse(target.child.pid!).cpuSeconds }
  const begun = performance.now()
  for (let sent = 0; sent < RATE * SECONDS;) {
    const due = Math.min(RATE * SECONDS, Math.floor((performance.now() - begun) / 1_000 * RATE))
    for (; sent < due; sent++) {
      // From when it was due: what waits for this process waits too.
      const dueAt = begun + sent / RATE * 1_000
      pending.push(ask(target, shot(1_000 + sent)).then(() => void times.push(performance.now() - dueAt), cause => {
        const reason = String(cause instanceof Error ? cause.message : cause)
        failures.set(reason, (failures.get(reason) ?? 0) + 1)
      }))
    }
    await sleep(1)
  }
  await Promise.all(pending)
  const seconds = (performance.now() - begun) / 1_000
  const perRequest = (used: number) => `${(used / (RATE * SECONDS) * 1_000).toFixed(2)} ms`
  const use = `${perRequest(processSeconds(target) - before.process)} of the server's processor time a request, ${perRequest(treeUse(target.child.pid!).cpuSeconds - before.tree)} with the engines`
  say(`${name}, ${RATE} requests/s for ${SECONDS} s`, `${quantiles(times)}; ${(times.length / seconds).toFixed(0)}/s answered; ${use}`, failures.size === 0 && quantile(times, 0.95) <= BARS.mixedMs)
  for (const [reason, count] of failures) console.log(`    ${count} × ${reason}`)
}

function processSeconds({ child }: Target): number {
  return treeUse(child.pid!).ownCpuSeconds
}

function ask({ origin, token }: Target, { method, path, body }: Shot): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? undefined : JSON.stringify(body)
    const asked = request(`${origin}/api/v1${path}`, {
      method, agent, headers: { authorization: `Bearer ${token}`, ...(text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }) },
    }, response => {
      const blocks: Buffer[] = []
      response.on('data', (block: Buffer) => blocks.push(block)).on('end', () => {
        const answer = Buffer.concat(blocks)
        if ((response.statusCode ?? 500) < 300) resolve(answer)
        else reject(new Error(`${method} ${path.split(/[?/]/).slice(0, 2).join('/')} was answered with ${response.statusCode}: ${answer.toString().slice(0, 200)}`))
      }).on('error', reject)
    })
    asked.on('error', reject).end(text)
  })
}

function quantiles(times: readonly number[]): string {
  return [0.5, 0.95, 0.99].map(share => `p${share * 100} ${quantile(times, share).toFixed(1)} ms`).join(', ')
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0)
}

function say(what: string, figures: string, holds: boolean): void {
  console.log(`${holds ? 'holds ' : 'MISSES'}  ${what}: ${figures}`)
}
