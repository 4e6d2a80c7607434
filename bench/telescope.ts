/**
 * The telescope on one core: framing, decoding, and everything `noroshi telescope` keeps of each source, beside flow engines and tshark where they
 * are installed (Debian: tshark, softflowd, nfdump, argus-server), in packets a second of processor time; and from the file into ClickHouse, with counts by
 * minute and all headers, on all cores.
 *
 *     node bench/telescope.ts [--sources N] [--packets-per-source N] [--rounds N] [--memory N]
 *
 * The trace is generated: a fifth Mirai and masscan, the rest scanners with their systems' packets. `--memory` instead feeds that many sources, made in memory,
 * and tells the resident size. Processor time is what waiting for a core does not spoil; crowded caches do.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { decodePackets } from '../src/observe/packet/decode-packets.ts'
import type { PacketBatch } from '../src/observe/packet/packet-batch.ts'
import { readCaptures } from '../src/observe/packet/read-captures.ts'
import { CaptureReader } from '../src/observe/packet/capture-reader.ts'
import { captureHeader, captureRecord } from '../src/observe/packet/write-capture.ts'
import { PIECE } from '../src/observe/capture/defaults.ts'
import { MinuteCounter } from '../src/observe/capture/minute-counter.ts'
import { openGeo } from '../src/observe/telescope/geo/geo.ts'
import { migrateClickHouse } from '../src/store/clickhouse/migrate-clickhouse.ts'
import { openClickHouse } from '../src/store/clickhouse/open-clickhouse.ts'
import { EVENT_MIGRATIONS } from '../src/store/events/event-migrations.ts'
import { PieceSpool } from '../src/store/telescope/piece-spool.ts'
import { minuteInsert, packetInsert } from '../src/store/telescope/telescope-insert.ts'
import { ProcessMeter } from './process-meter.ts'
import { generateConfigSchema } from '../src/observe/telescope/generate/generate-config.ts'
import { generateTraffic } from '../src/observe/telescope/generate/generate-traffic.ts'
import { Telescope } from '../src/observe/telescope/telescope.ts'
import { viewTelescope } from '../src/observe/telescope/telescope-report.ts'

const { values } = parseArgs({ options: {
  'sources': { type: 'string', default: '200000' },
  'packets-per-source': { type: 'string', default: '15' },
  'rounds': { type: 'string', default: '7' },
  'memory': { type: 'string' },
} })

/** Other programs, each reading the capture once and doing its own work on every packet. */
const PEERS: readonly { readonly name: string, readonly command: (path: string, folder: string) => readonly [string, ...string[]] }[] = [
  { name: 'tcpdump, a filter', command: path => ['tcpdump', '-n', '-r', path, '-w', '/dev/null', 'tcp[4:4] = ip[16:4]'] },
  { name: 'softflowd', command: path => ['softflowd', '-d', '-r', path, '-n', '127.0.0.1:9', '-m', '1000000'] },
  { name: 'nfpcapd', command: (path, folder) => ['nfpcapd', '-r', path, '-w', folder] },
  { name: 'argus', command: (path, folder) => ['argus', '-r', path, '-w', join(folder, 'argus.out')] },
  { name: 'tshark', command: path => ['tshark', '-n', '-r', path, '-Y', 'ip.id == 54321', '-w', '/dev/null'] },
]

if (values.memory === undefined) await measureSpeed()
else await measureMemory(Number(values.memory))

async function measureSpeed(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'noroshi-bench-'))
  try {
    const path = join(folder, 'trace.pcap')
    const sources = Number(values.sources)
    const config = generateConfigSchema.parse({
      packetsPerSource: Number(values['packets-per-source']), mirai: Math.floor(sources * 0.15), masscanNew: Math.floor(sources * 0.05), unmarked: Math.floor(sources * 0.8),
    })
    const { packets, sources: all } = generateTraffic(config, 1, path)
    console.log(`${packets} packets of ${all.length} sources, ${(statSync(path).size / 1e6).toFixed(0)} MB; load ${loadavg()[0]!.toFixed(1)}; huge pages: ${process.env['GLIBC_TUNABLES'] ?? 'not asked for (noroshi bench does)'}`)
    await measureOurs(path, packets)
    await measureEndToEnd(path, join(folder, 'store'))
    for (const peer of PEERS) measurePeer(peer.name, peer.command(path, folder), packets)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measureOurs(path: string, packets: number): Promise<void> {
  const best = new Map<string, number>()
  for (let round = 0; round < Number(values.rounds); round++) {
    const telescope = new Telescope()
    const steps: [string, () => Promise<void> | void][] = [
      ['framing', () => eachBatch(path, () => {})],
      ['framing and decoding', () => eachBatch(path, batch => decodePackets(batch))],
      ['all but the report', () => eachBatch(path, batch => telescope.accept(batch))],
      ['the report', () => void viewTelescope(telescope)],
    ]
    for (const [name, step] of steps) {
      const start = processorSeconds()
      await step()
      best.set(name, Math.min(best.get(name) ?? Infinity, processorSeconds() - start))
    }
  }
  for (const [name, seconds] of best) tell(`noroshi, ${name}`, seconds, packets)
  console.log(`  resident: ${Math.round(process.memoryUsage().rss / 1e6)} MB`)
}

/** All that `noroshi up` does with a packet: the telescope, counts by minute with country and network, and every header in the event store, an embedded one. */
async function measureEndToEnd(path: string, folder: string): Promise<void> {
  const store = await openClickHouse({ kind: 'embedded', folder: join(folder, 'clickhouse'), runFolder: join(folder, 'run') })
  try {
    await migrateClickHouse(store.client, EVENT_MIGRATIONS)
    const geo = openGeo()
    // Reads its tables, as the sensor does once at its start.
    geo.country(1)
    geo.system(1)
    const meter = new ProcessMeter()
    const started = performance.now()
    const telescope = new Telescope()
    const inserting: Promise<void>[] = []
    let load = 0
    const spool = new PieceSpool({ folder: join(folder, 'spool'), organisation: 'bench', storesPackets: true, piece: PIECE, onPiece: piece => {
      spool.allow(++load)
      inserting.push((async () => {
        if (piece.packets !== null) await store.insertFile(packetInsert(piece.packets))
        if (piece.minutes !== null) await store.insertFile(minuteInsert(piece.minutes))
      })())
    } })
    spool.allow(++load)
    const counter = new MinuteCounter(telescope, geo, counts => spool.minute(counts))
    await eachBatch(path, batch => {
      telescope.accept(batch)
      counter.accept(batch)
      spool.packets(batch, telescope.rows, telescope.kinds)
    })
    counter.end()
    spool.end()
    await Promise.all(inserting)
    const seconds = (performance.now() - started) / 1e3
    const { cpuSeconds, peakBytes } = meter.end()
    const answer = await store.client.query({
      query: `SELECT toUInt32((SELECT count() FROM telescope_packets)) AS stored, toUInt32(sumIf(packets, dimension IN ('all', 'survey-all'))) AS counted, toUInt32(count()) AS rows FROM telescope_minutes`,
      format: 'JSONEachRow',
    })
    const [held] = await answer.json<{ stored: number, counted: number, rows: number }>()
    const spent = Object.values(cpuSeconds).reduce((sum, each) => sum + each, 0)
    tell('noroshi, into ClickHouse', seconds, telescope.packets)
    tell('  by processor time of all, 2 cores', spent / 2, telescope.packets)
    const kinds = Object.entries(cpuSeconds).map(([kind, each]) => `${kind} ${each.toFixed(1)} s`).join(', ')
    console.log(`  ${kinds}; ${Math.round(peakBytes / 1e6)} MB; stored: ${held?.stored} packets, ${held?.counted} counted in ${held?.rows} rows of minutes; ${spool.dropped} dropped`)
  } finally {
    await store.close()
  }
}

async function eachBatch(path: string, take: (batch: PacketBatch) => void): Promise<void> {
  const batches = readCaptures([path], { standardInput: process.stdin, onError: (_, { reason }) => { throw new Error(reason) } })
  for await (const batch of batches) take(batch)
}

/** The shell's `times` ends with the user and system time of its children: `0m1.234s 0m0.056s`. */
function measurePeer(name: string, command: readonly [string, ...string[]], packets: number): void {
  const { status, stdout } = spawnSync('bash', ['-c', '"$@" >/dev/null 2>&1; status=$?; times; exit $status', 'bash', ...command], { encoding: 'utf8' })
  if (status === 127) return console.log(`  ${name}: not installed`)
  const times = [...(stdout.trim().split('\n').at(-1) ?? '').matchAll(/(\d+)m([\d.]+)s/g)]
  tell(status === 0 ? name : `${name} (exit code ${status})`, times.reduce((sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds), 0), packets)
}

function tell(name: string, seconds: number, packets: number): void {
  console.log(`  ${name.padEnd(32)}${seconds.toFixed(2).padStart(8)} s${(packets / seconds / 1e6).toFixed(2).padStart(8)} million packets/s`)
}

function processorSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

/** Two SYNs of each source, written over one block again and again. */
async function measureMemory(sources: number): Promise<void> {
  const telescope = new Telescope()
  const record = captureRecord(1_700_000_000_000_000, {
    source: 0, destination: 0xc6120001, ttl: 50, id: 1, content: { kind: 'tcp', sourcePort: 40_000, destinationPort: 23, sequence: 7, flags: 2, window: 1_024 },
  })
  const together = 4_096
  async function* blocks(): AsyncGenerator<Uint8Array> {
    yield captureHeader()
    const block = Buffer.alloc(together * record.length)
    for (let first = 0; first < 2 * sources; first += together) {
      for (let index = 0; index < together; index++) {
        block.set(record, index * record.length)
        block.writeUInt32BE((Math.imul((first + index) % sources, 0x9e3779b1) >>> 0), index * record.length + 16 + 14 + 12)
      }
      yield block
    }
  }
  for await (const batch of new CaptureReader().read(blocks(), { error: ({ reason }) => { throw new Error(reason) } })) telescope.accept(batch)
  console.log(`${telescope.packets} packets of ${telescope.sources.count} sources: resident ${Math.round(process.memoryUsage().rss / 1e6)} MB`)
  let count = 0
  const start = processorSeconds()
  for (const _ of viewTelescope(telescope).sources()) count++
  console.log(`${count} sources reported in ${(processorSeconds() - start).toFixed(1)} s: at most ${Math.round(process.resourceUsage().maxRSS / 1e3)} MB resident`)
}
