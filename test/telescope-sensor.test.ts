import { once } from 'node:events'
import { createWriteStream, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { MINUTE_US } from '../src/model/time.ts'
import { PIECE } from '../src/observe/capture/defaults.ts'
import { RunningSensor } from '../src/observe/capture/running-sensor.ts'
import { WarningDesk } from '../src/observe/telescope/warning-desk.ts'
import { captureHeader, captureRecord } from '../src/observe/packet/write-capture.ts'
import { SqlParameters } from '../src/query/sql/sql-parameters.ts'
import { scopeCondition } from '../src/store/events/scope.ts'
import { scopePosition } from '../src/store/ledger/position.ts'
import type { IngestStore } from '../src/pipeline/ingest/ingest-store.ts'
import { IS_QUICK } from './depth.ts'
import { openStore } from './open-store.ts'
import { runProgram } from './run-noroshi.ts'
import { temporaryFolder } from './temporary-folder.ts'

const START = Date.UTC(2026, 0, 1) * 1_000
const PACKETS_A_MINUTE = 200_000
const PACKETS_A_BLOCK = 10_000
const FIRST_RUN = PIECE.packets + 300_000
const SECOND_RUN = PIECE.packets + 100_000

/** SYNs numbered in their sequence numbers, from `first` on; a source for each thousand. */
async function writeSyns(pipe: string, first: number, count: number): Promise<void> {
  const record = captureRecord(START, { source: 0, destination: 0xc6120001, ttl: 50, id: 7, content: { kind: 'tcp', sourcePort: 1_000, destinationPort: 23, sequence: 0, flags: 2, window: 1_024 } })
  const out = createWriteStream(pipe)
  const failed = once(out, 'error')
  out.write(captureHeader())
  const ether = record.length - 54
  for (let from = 0; from < count; from += PACKETS_A_BLOCK) {
    const block = Buffer.alloc(Math.min(PACKETS_A_BLOCK, count - from) * record.length)
    for (let at = 0; at < block.length; at += record.length) {
      const number = first + from + at / record.length
      block.set(record, at)
      const time = START + Math.floor(number * MINUTE_US / PACKETS_A_MINUTE)
      block.writeUInt32LE(Math.floor(time / 1e6), at)
      block.writeUInt32LE(time % 1e6, at + 4)
      block.writeUInt32BE(0x0a000000 + Math.floor(number / 1_000), at + ether + 26)
      block.writeUInt32BE(number, at + ether + 38)
    }
    // The reader may be killed meanwhile.
    if (!out.write(block) && await Promise.race([once(out, 'drain').then(() => false), failed.then(() => true)])) return
  }
  out.end()
  await Promise.race([once(out, 'close'), failed])
}

/** What of the table anybody may see now. */
async function seen<Row>({ clickhouse, ledger }: IngestStore, row: z.ZodType<Row>, select: string, table: string): Promise<Row[]> {
  const parameters = new SqlParameters()
  const { position, hidden } = await scopePosition(ledger)
  const query = `${select} FROM ${table} WHERE ${scopeCondition({ organisation: ledger.organisation, position, hiddenLoads: hidden }, parameters)}`
  return row.array().parse(await (await clickhouse.client.query({ query, query_params: parameters.values, format: 'JSONEachRow' })).json())
}

const packetRow = z.object({ packets: z.number(), different: z.number(), least: z.number(), most: z.number() })
const packetsSeen = async (store: IngestStore) =>
  (await seen(store, packetRow, 'SELECT toUInt32(count()) AS packets, toUInt32(uniqExact(sequence)) AS different, min(sequence) AS least, max(sequence) AS most', 'telescope_packets'))[0]!

const minuteRow = z.object({ minutes: z.number(), packets: z.number() })
const minutesSeen = async (store: IngestStore) =>
  (await seen(store, minuteRow, `SELECT toUInt32(uniqExact(minute)) AS minutes, toUInt32(sumIf(packets, dimension = 'all')) AS packets`, 'telescope_minutes'))[0]!

/** The process of the sensor, among the children of this one. */
function sensorPid(): number {
  for (const name of readdirSync('/proc').filter(each => /^\d+$/.test(each))) {
    try {
      const isChild = readFileSync(`/proc/${name}/status`, 'utf8').includes(`\nPPid:\t${process.pid}\n`)
      if (isChild && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes('sensor-process')) return Number(name)
    } catch {
      // It has ended meanwhile.
    }
  }
  return 0
}

async function until<Value>(what: () => Promise<Value> | Value, isSo: (value: Value) => boolean): Promise<Value> {
  for (;;) {
    const value = await what()
    if (isSo(value)) return value
    await sleep(100)
  }
}

// Starts engines: not at the quick depth.
test.skipIf(IS_QUICK)('a sensor that is killed loses only what no piece held, and nothing is there twice', async () => {
  const folder = temporaryFolder()
  const { store, close } = await openStore({ house: { ruleDirectories: [] }, folder: join(folder, 'data') })
  const pipe = join(folder, 'packets')
  expect((await runProgram('mkfifo', [pipe])).code).toBe(0)
  const said: string[] = []
  const sensor = new RunningSensor({
    store, packetDays: 36_500, publish: false, log: (_, text) => said.push(text), desk: new WarningDesk({ ledger: store.ledger, events: () => undefined }),
    setting: { file: pipe, space: [], attacks: { packets: 25, seconds: 60, rate: 30 } },
  })
  try {
    await writeSyns(pipe, 0, FIRST_RUN)
    await until(() => sensor.state?.packets ?? 0, packets => packets >= FIRST_RUN)
    await until(() => packetsSeen(store), ({ packets }) => packets > 0)
    const firstPiece = await packetsSeen(store)
    process.kill(sensorPid(), 'SIGKILL')
    await until(() => said.length, count => count > 0)
    expect([await packetsSeen(store), said]).toEqual([firstPiece, ['the sensor of the telescope ended']])
    expect(firstPiece).toEqual({ packets: firstPiece.different, different: firstPiece.different, least: 0, most: firstPiece.different - 1 })

    await until(sensorPid, pid => pid > 0)
    await writeSyns(pipe, FIRST_RUN, SECOND_RUN)
    const both = await until(() => packetsSeen(store), ({ packets }) => packets > firstPiece.packets)
    expect(both.packets).toBe(both.different)
    expect(both.packets - firstPiece.packets).toBeGreaterThanOrEqual(PIECE.packets)
    expect(both.most).toBe(FIRST_RUN + both.packets - firstPiece.packets - 1)
    const minutes = await minutesSeen(store)
    expect(minutes.packets).toBeLessThanOrEqual(minutes.minutes * PACKETS_A_MINUTE)
    expect(minutes.packets).toBeGreaterThanOrEqual((minutes.minutes - 2) * PACKETS_A_MINUTE)
    const open = await store.ledger.pool.query(`select count(*)::int as count from load where state = 'open' and evidence = 'telescope'`)
    expect(open.rows).toEqual([{ count: 1 }])
  } finally {
    await sensor.close()
    const left = readdirSync(join(store.folder.spool, 'telescope'))
    await close()
    expect(left).toEqual([])
  }
}, 120_000)
