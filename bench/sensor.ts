/**
 * A remote sensor: syslog lines over TLS → its spool → mutual TLS → the spool of its hub, both real processes on this machine.
 *
 *     noroshi bench sensor [--lines N] [--connections N]
 *
 * Processor time and memory are those of the sensor alone, from /proc; the hub takes part of the same processors meanwhile, since it reads what
 * comes into its store. There is no bar; the figures say how small a machine may be.
 */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { sensorSchema } from '../src/server/sensors/sensor-view.ts'
import { ProcessMeter } from './process-meter.ts'

const { values } = parseArgs({ options: { lines: { type: 'string', default: '1000000' }, connections: { type: 'string', default: '4' } } })
const connections = Number(values.connections)
/** A whole number of the sender's blocks on each connection. */
const lines = Math.floor(Number(values.lines) / connections / 200) * 200 * connections

const [HTTP_PORT, HUB_PORT, TLS_PORT] = [28_443, 28_444, 28_514]
const NOROSHI = new URL('../noroshi', import.meta.url).pathname

const folder = mkdtempSync(join(tmpdir(), 'noroshi-bench-'))
const hubConfig = join(folder, 'hub.yaml')
const sensorConfig = join(folder, 'sensor.yaml')
writeFileSync(hubConfig, `data: ${join(folder, 'hub')}\nserver: {listen: "127.0.0.1:${HTTP_PORT}"}\nsensors: {listen: "127.0.0.1:${HUB_PORT}"}\n`)
writeFileSync(sensorConfig, `data: ${join(folder, 'sensor')}\nsources: [{name: bench, kind: syslog, tls: "127.0.0.1:${TLS_PORT}"}]\ncollection: {sealSeconds: 5}\n`)

const hub = spawn(NOROSHI, ['up', '--no-console', '--config', hubConfig], { stdio: ['ignore', 'pipe', 'ignore'] })
try {
  await lineOf(hub.stdout, 'Noroshi runs')
  const token = run('sensor', 'token', 'bench', '--config', hubConfig).trim()
  run('sensor', 'enrol', token, '--hub', `https://127.0.0.1:${HUB_PORT}`, '--config', sensorConfig)
  const sensor = spawn(NOROSHI, ['sensor', '--config', sensorConfig], { stdio: ['ignore', 'ignore', 'pipe'] })
  try {
    await lineOf(sensor.stderr, 'sensor runs')
    await sleep(2_000)
    await measure(sensor.pid)
  } finally {
    sensor.kill()
    await once(sensor, 'close')
  }
} finally {
  hub.kill()
  await once(hub, 'close')
  rmSync(folder, { recursive: true, force: true })
}

async function measure(pid: number | undefined): Promise<void> {
  const idle = new ProcessMeter(pid).end()
  const meter = new ProcessMeter(pid)
  const started = performance.now()
  const sender = spawn(process.execPath, [new URL('./collect-sender.ts', import.meta.url).pathname, String(TLS_PORT), String(lines), String(connections)], { stdio: ['ignore', 'ignore', 'inherit'] })
  await once(sender, 'close')
  const taken = (performance.now() - started) / 1e3
  const { dropped, refused } = await forwarded()
  const seconds = (performance.now() - started) / 1e3
  const { cpuSeconds, peakBytes } = meter.end()
  const cpu = Object.values(cpuSeconds).reduce((sum, each) => sum + each, 0)
  console.log(`${lines} lines taken in ${taken.toFixed(1)} s, at the hub after ${seconds.toFixed(1)} s: ${Math.round(lines / seconds)} lines/s on this machine as busy as it is`)
  console.log(`  processor time of the sensor a line ${(cpu * 1e6 / lines).toFixed(1)} µs: ${Math.round(lines / cpu)} lines/s on one core of its own`)
  console.log(`  memory of the sensor ${(idle.peakBytes / 1e6).toFixed(0)} MB at rest, at most ${(peakBytes / 1e6).toFixed(0)} MB; dropped ${dropped}, segments refused ${refused}`)
}

/** When the hub has all of it on its disk. */
async function forwarded(): Promise<{ readonly dropped: number; readonly refused: number }> {
  for (;;) {
    await sleep(1_000)
    const [line = ''] = run('source', 'list', '--json', '--config', hubConfig).split('\n')
    const sensor = sensorSchema.parse(JSON.parse(run('sensor', 'list', '--json', '--config', hubConfig)))
    if (line !== '' && (JSON.parse(line) as { records: number }).records >= lines && sensor.spool?.segments === 0 && sensor.lagSeconds === 0) return sensor
  }
}

function run(...args: string[]): string {
  const { stdout, stderr } = spawnSync(NOROSHI, args, { encoding: 'utf8' })
  if (stdout === '') throw new Error(stderr)
  return stdout
}

async function lineOf(stream: NodeJS.ReadableStream, text: string): Promise<void> {
  for await (const line of createInterface({ input: stream })) if (line.includes(text)) return void stream.resume()
  throw new Error('it did not start')
}
