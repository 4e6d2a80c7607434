/**
 * Standing collection from end to end: syslog lines over TLS (or, with `--kind bulk`, documents of Beats in `_bulk` requests) → spool → decoders and
 * our own rules → ClickHouse, in a real `noroshi up`.
 *
 *     noroshi bench collect [--kind syslog|bulk] [--lines N] [--connections N] [--workers N] [--no-peer]
 *
 * The bar: 50,000 lines/s on two cores, nothing lost, all processes under 1.5 GB. Processor time is that of the program, its workers and both
 * engines, from /proc; the sender is a process of its own and does not count. The peer, in the same run: rsyslog writes the same lines from the
 * same sender to a file.
 */
import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { makeCertificate } from '../src/server/certificate/make-certificate.ts'
import { ProcessMeter } from './process-meter.ts'
import type { ProcessUse } from './process-meter.ts'

const { values } = parseArgs({
  options: {
    kind: { type: 'string', default: 'syslog' },
    lines: { type: 'string', default: '1000000' },
    connections: { type: 'string', default: '4' },
    workers: { type: 'string', default: String(availableParallelism()) },
    peer: { type: 'boolean', default: true },
  },
  allowNegative: true,
})
const connections = Number(values.connections)
const isBulk = values.kind === 'bulk'
/** A whole number of the sender's blocks on each connection. */
const block = isBulk ? 2_000 : 200
const lines = Math.floor(Number(values.lines) / connections / block) * block * connections

const HTTP_PORT = 28_443
const TLS_PORT = 28_514
const PEER_PORT = 28_515
const NOROSHI = new URL('../noroshi', import.meta.url).pathname
const RSYSLOG = '/usr/sbin/rsyslogd'

const folder = mkdtempSync(join(tmpdir(), 'noroshi-bench-'))

async function measureNoroshi(): Promise<void> {
  const config = join(folder, 'noroshi.yaml')
  writeFileSync(config, `data: ${join(folder, 'data')}\nworkers: ${values.workers}\nserver: {listen: "127.0.0.1:${HTTP_PORT}"}\n`
    + `sources: [{name: bench, ${isBulk ? 'kind: bulk, http' : 'kind: syslog, tls'}: "127.0.0.1:${TLS_PORT}"}]\n`)
  const up = spawn(NOROSHI, ['up', '--no-console', '--config', config], { stdio: ['ignore', 'pipe', 'ignore'] })
  try {
    const cookie = await signIn(await linkOf(up))
    const send = await readySender(TLS_PORT)
    const meter = new ProcessMeter(up.pid)
    const started = performance.now()
    await send()
    const kept = (performance.now() - started) / 1e3
    const seen = await stored(cookie)
    const seconds = (performance.now() - started) / 1e3
    report('noroshi', seconds, meter.end())
    console.log(`  kept in the spool after ${kept.toFixed(1)} s; dropped ${seen.dropped}, not decoded ${seen.decodeErrors}`)
    const status = spawnSync(NOROSHI, ['status', '--verify', '--json', '--config', config], { encoding: 'utf8' })
    const { digests, counted } = statusSchema.parse(JSON.parse(status.stdout))
    const isWhole = counted.events.count === lines && counted.events.sum === digests.events.sum
    console.log(`  ${counted.events.count} of ${lines} lines are events in ClickHouse, ${counted.matches.count} matches: ${isWhole ? 'nothing is lost' : 'LOST OR DOUBLED'}`)
    if (!isWhole) process.exitCode = 1
  } finally {
    up.kill()
    await ended(up)
  }
}

const digest = z.object({ count: z.number(), sum: z.string() })
const statusSchema = z.object({ digests: z.object({ events: digest }), counted: z.object({ events: digest, matches: digest }) })
const sourcesSchema = z.object({ items: z.array(z.object({ records: z.number(), events: z.number(), decodeErrors: z.number(), dropped: z.number() })).length(1) })

/** The one-time link that is printed at a first start. */
async function linkOf(up: ChildProcess): Promise<string> {
  let said = ''
  for await (const text of up.stdout!) {
    said += String(text)
    const [, token] = /#token=(\S+)\n/.exec(said) ?? []
    if (token !== undefined) return token
  }
  throw new Error(`noroshi up did not start: ${said}`)
}

async function signIn(token: string): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${HTTP_PORT}/api/v1/session/link`, {
    method: 'POST', body: JSON.stringify({ token }), headers: { 'content-type': 'application/json' },
  })
  const cookie = answer.headers.get('set-cookie')?.split(';')[0]
  if (cookie === undefined) throw new Error(`the link was not taken: ${await answer.text()}`)
  return cookie
}

/** When all lines are in the store. */
async function stored(cookie: string): Promise<{ readonly dropped: number; readonly decodeErrors: number }> {
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${HTTP_PORT}/api/v1/sources`, { headers: { cookie } })
    const [source] = sourcesSchema.parse(await answer.json()).items
    if (source!.events + source!.decodeErrors >= lines) return source!
    await sleep(500)
  }
}

async function measurePeer(): Promise<void> {
  if (!existsSync(RSYSLOG)) return console.log('rsyslog is not installed (apt-get install rsyslog rsyslog-openssl): no peer')
  const { certificate, key } = makeCertificate(['localhost', '127.0.0.1'], Date.now())
  const path = (name: string) => join(folder, name)
  writeFileSync(path('peer.pem'), certificate)
  writeFileSync(path('peer.key'), key)
  writeFileSync(path('rsyslog.conf'), `global(workDirectory="${folder}" DefaultNetstreamDriver="ossl" DefaultNetstreamDriverCAFile="${path('peer.pem')}"
  DefaultNetstreamDriverCertFile="${path('peer.pem')}" DefaultNetstreamDriverKeyFile="${path('peer.key')}")
module(load="imtcp" StreamDriver.Name="ossl" StreamDriver.Mode="1" StreamDriver.AuthMode="anon")
input(type="imtcp" address="127.0.0.1" port="${PEER_PORT}")
*.* action(type="omfile" file="${path('peer.log')}" asyncWriting="on" ioBufferSize="64k")
`)
  const peer = spawn(RSYSLOG, ['-n', '-f', path('rsyslog.conf'), '-i', path('rsyslog.pid')], { stdio: 'ignore' })
  try {
    await sleep(2_000)
    const send = await readySender(PEER_PORT)
    const meter = new ProcessMeter(peer.pid)
    const started = performance.now()
    await send()
    while (linesIn(path('peer.log')) < lines) await sleep(500)
    report('rsyslog, writing a file', (performance.now() - started) / 1e3, meter.end())
  } finally {
    peer.kill()
    await ended(peer)
  }
}

function linesIn(path: string): number {
  if (!existsSync(path)) return 0
  let count = 0
  const content = readFileSync(path)
  for (let at = content.indexOf(10); at >= 0; at = content.indexOf(10, at + 1)) count++
  return count
}

/** A sender that has made what it needs; it sends when it is called, until all was taken. */
async function readySender(port: number): Promise<() => Promise<void>> {
  const sender = spawn(process.execPath, [new URL(isBulk ? './collect-bulk-sender.ts' : './collect-sender.ts', import.meta.url).pathname, String(port), String(lines), String(connections)], { stdio: ['pipe', 'pipe', 'inherit'] })
  await once(sender.stdout, 'data', { signal: AbortSignal.timeout(MAKING_MS) })
  return async () => {
    sender.stdin.end()
    const code = await ended(sender)
    if (code !== 0) throw new Error(`the sender ended with ${code}`)
  }
}

/** Milliseconds in which a sender makes what it sends: millions of documents take a minute. */
const MAKING_MS = 600_000

function ended(child: ChildProcess): Promise<number | null> {
  return child.exitCode !== null ? Promise.resolve(child.exitCode) : new Promise(resolve => child.once('close', resolve))
}

function report(who: string, seconds: number, { cpuSeconds, peakBytes, bytesAtPeak }: ProcessUse): void {
  const total = Object.values(cpuSeconds).reduce((sum, each) => sum + each, 0)
  const each = (cpu: number) => `${(cpu * 1e6 / lines).toFixed(1)} µs`
  console.log(`${who}: ${lines} lines in ${seconds.toFixed(1)} s, ${Math.round(lines / seconds)} lines/s on this machine as busy as it is`)
  console.log(`  processor time a line ${each(total)}: ${Math.round(2 * lines / total)} lines/s on two cores of its own`)
  console.log(`    ${Object.entries(cpuSeconds).map(([what, cpu]) => `${what} ${each(cpu)}`).join(', ')}`)
  console.log(`  memory at most ${(peakBytes / 1e6).toFixed(0)} MB: ${Object.entries(bytesAtPeak).map(([what, bytes]) => `${what} ${(bytes / 1e6).toFixed(0)}`).join(', ')}`)
}

try {
  await measureNoroshi()
  // rsyslog and the like take no bulk requests.
  if (values.peer && !isBulk) await measurePeer()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
