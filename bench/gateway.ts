/**
 * What the gateway adds to a request, beside the same requests without it: one after another, and many streams at once. The upstream is a scripted
 * server in a process of its own, the gateway the command itself in another.
 *
 *     node bench/gateway.ts [--requests N] [--streams N]
 *
 * Bars: 3 ms at the 99th of a hundred requests, of 384 characters each that the gateway has not seen before; 200 streams at once come whole.
 * Exit code 1 when one is missed.
 */
import { fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { ProcessMeter } from './process-meter.ts'
import { quantile } from './quantile.ts'

const { values } = parseArgs({ options: { requests: { type: 'string', default: '3000' }, streams: { type: 'string', default: '200' }, upstream: { type: 'boolean', default: false } } })
/** Milliseconds at the 99th of a hundred. */
const BAR_MS = 3
const KEY = 'nk-bench'
/** Requests before any is timed. */
const WARM_UP = 200
/** Of a stream. */
const PIECES = 100
const WORDS = 'please summarise the minutes of the meeting about the new garden and say who brings which plants on which day of the coming week'.split(' ')

if (values.upstream) await serveUpstream()
else await measure()

async function measure(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'noroshi-gateway-'))
  const upstream = fork(import.meta.filename, ['--upstream'], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const [port] = await once(upstream, 'message') as [number]
  writeFileSync(join(folder, 'noroshi.yaml'), JSON.stringify({
    gateway: {
      listen: '127.0.0.1:0', upstreams: [{ name: 'scripted', url: `http://127.0.0.1:${port}` }],
      applications: [{ name: 'bench', keySha256: createHash('sha256').update(KEY).digest('hex'), upstream: 'scripted', requestsPerMinute: 10_000_000 }],
    },
  }))
  const gateway = fork(join(import.meta.dirname, '../src/cli/main.ts'), ['ai', 'gateway', '--config', join(folder, 'noroshi.yaml'), '--data', join(folder, 'data')], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
  try {
    const [said] = await once(gateway.stdout!, 'data') as [Buffer]
    const through = Number(/:(\d+)\n/.exec(String(said))?.[1])
    console.log(`load of the machine ${loadavg()[0]!.toFixed(1)}`)
    const meter = new ProcessMeter(gateway.pid)
    await oneAfterAnother(port, through)
    const used = Object.values(meter.end().cpuSeconds).reduce((sum, each) => sum + each, 0)
    console.log(`processor time of the gateway ${(used * 1e3 / (Number(values.requests) + WARM_UP)).toFixed(2)} ms a request`)
    await sideBySide(port, through)
  } finally {
    gateway.kill()
    upstream.kill()
    await once(gateway, 'exit').catch(() => {})
    rmSync(folder, { recursive: true, force: true })
  }
}

/** In turns, so that what else the machine does meets both alike. */
async function oneAfterAnother(direct: number, through: number): Promise<void> {
  const times: Record<'direct' | 'through', number[]> = { direct: [], through: [] }
  const added: number[] = []
  const count = Number(values.requests)
  const agent = new Agent({ keepAlive: true })
  for (let n = -WARM_UP; n < count; n++) {
    const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: promptOf(n) }] })
    const pair = [await timed(direct, body, agent), await timed(through, body, agent)] as const
    if (n < 0) continue
    times.direct.push(pair[0])
    times.through.push(pair[1])
    added.push(pair[1] - pair[0])
  }
  agent.destroy()
  for (const [name, each] of Object.entries(times)) console.log(`${name.padEnd(8)} p50 ${quantile(each, 0.5).toFixed(2)} ms   p95 ${quantile(each, 0.95).toFixed(2)} ms   p99 ${quantile(each, 0.99).toFixed(2)} ms`)
  const p99 = quantile(times.through, 0.99) - quantile(times.direct, 0.99)
  console.log(`added    p50 ${quantile(added, 0.5).toFixed(2)} ms   p99 of the one less p99 of the other ${p99.toFixed(2)} ms   ${verdict(p99 <= BAR_MS)} (${BAR_MS} ms)`)
}

async function sideBySide(direct: number, through: number): Promise<void> {
  const count = Number(values.streams)
  const agent = new Agent({ keepAlive: true, maxSockets: count })
  for (const [name, port] of [['direct', direct], ['through', through]] as const) {
    const start = performance.now()
    const answers = await Promise.all(Array.from({ length: count }, (_, n) => ask(port, JSON.stringify({ model: 'm', stream: true, messages: [{ role: 'user', content: promptOf(1_000_000 + n) }] }), agent)))
    const whole = answers.filter(text => text.endsWith('data: [DONE]\n\n') && (text.match(/"content"/g)?.length ?? 0) === PIECES).length
    const isMet = whole === count
    console.log(`${count} streams of ${PIECES} pieces at once, ${name}: ${((performance.now() - start) / 1e3).toFixed(1)} s, ${whole} came whole${name === 'through' ? `   ${verdict(isMet)}` : ''}`)
  }
  agent.destroy()
}

function verdict(isMet: boolean): string {
  if (!isMet) process.exitCode = 1
  return isMet ? 'met' : 'MISSED'
}

async function timed(port: number, body: string, agent: Agent): Promise<number> {
  const start = performance.now()
  await ask(port, body, agent)
  return performance.now() - start
}

function ask(port: number, body: string, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request({ port, path: '/v1/chat/completions', method: 'POST', agent, headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' } }, response => {
      let text = ''
      response.setEncoding('utf8').on('data', (piece: string) => { text += piece }).on('end', () => resolve(text)).on('error', reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

/** 384 characters that no other request has. */
function promptOf(n: number): string {
  let text = `Note ${n}:`
  for (let at = n; text.length < 384; at = (at * 31 + 7) % 100_003) text += ` ${WORDS[Math.abs(at) % WORDS.length]}`
  return text.slice(0, 384)
}

async function serveUpstream(): Promise<void> {
  const server = createServer((asked, response) => {
    let body = ''
    asked.setEncoding('utf8').on('data', (piece: string) => { body += piece }).on('end', () => void (async () => {
      if (!body.includes('"stream":true')) return response.setHeader('content-type', 'application/json').end(JSON.stringify({ choices: [{ message: { role: 'assistant', content: 'The garden is green, and Ms Sato brings roses on Friday.' } }], usage: { total_tokens: 90 } }))
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      for (let n = 0; n < PIECES; n++) {
        response.write(`data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: `${WORDS[n % WORDS.length]} ` } }] })}\n\n`)
        await sleep(20)
      }
      return response.end('data: [DONE]\n\n')
    })())
  })
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
}
