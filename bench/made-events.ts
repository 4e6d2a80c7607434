/**
 * Made events for the benchmarks of the store: 20 fields as Sysmon writes them (about 450 bytes of JSON), over ten days. Some two hundred
 * thousand are distinct; the others are the same ones elsewhere in the evidence and at another time, because making events is not what is measured.
 */
import { appendFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { BATCH_ROWS, EventBatchBuilder } from '../src/model/event-batch.ts'
import type { EventBatch } from '../src/model/event-batch.ts'
import type { Mappings } from '../src/model/mappings.ts'
import { DAY_US } from '../src/model/time.ts'
import type { ClickHouse } from '../src/store/clickhouse/open-clickhouse.ts'
import { EventEncoder } from '../src/store/events/encode-events.ts'
import { eventInsert } from '../src/store/events/event-insert.ts'

export const MADE_EVIDENCE = 'ab'.repeat(32)
/** Time of the first event, in microseconds. */
export const MADE_FROM = 1_767_225_600_000_000
export const MADE_DAYS = 10
/** Distinct batches, and so events of which each value of ProcessGuid has one. */
export const DISTINCT_BATCHES = 400
export const DISTINCT_EVENTS = DISTINCT_BATCHES * BATCH_ROWS

const SPOOL_EVENTS = BATCH_ROWS * 500

/** Which events of a sequence of made ones. */
export interface MadeSpan {
  readonly first: number
  readonly count: number
  /** How many the whole sequence has: it fills the ten days. */
  readonly of: number
  readonly load: number
}

/** Inserts made events by spool files of 256,000: encoding here and inserting in the engine's process overlap, as in an ingest. */
export async function insertMade(store: ClickHouse, folder: string, mappings: Mappings, batches: readonly EventBatch[], span: MadeSpan): Promise<void> {
  const encoder = new EventEncoder({ organisation: 'o', load: span.load, evidence: MADE_EVIDENCE, sensor: '' }, mappings)
  let pending: Promise<void> = Promise.resolve()
  for (let from = 0; from < span.count; from += SPOOL_EVENTS) {
    const path = join(folder, `${span.load}-${from}.native`)
    for (let at = from; at < Math.min(from + SPOOL_EVENTS, span.count); at += BATCH_ROWS) {
      encoder.add(movedBatch(batches[((span.first + at) / BATCH_ROWS) % batches.length]!, span.first + at, span.of), () => null, () => {})
      if (encoder.full) appendFileSync(path, encoder.take()!)
      if (at % (BATCH_ROWS * 16) === 0) await new Promise(resolve => setImmediate(resolve))
    }
    appendFileSync(path, encoder.take() ?? '')
    await pending
    pending = store.insertFile(eventInsert(path)).then(() => rmSync(path))
  }
  await pending
}

/** The same rows elsewhere in the evidence and at another time. */
export function movedBatch(batch: EventBatch, first: number, of: number): EventBatch {
  const row = Float64Array.from({ length: batch.count }, (_, each) => first + each)
  return {
    ...batch,
    time: row.map(each => MADE_FROM + Math.floor((each / of) * MADE_DAYS * DAY_US)),
    record: row,
    offset: row.map(each => each * 400),
  }
}

export function madeBatches(): EventBatch[] {
  let seed = 1
  const random = (below: number) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return seed % below
  }
  const digits = (count: number) => Array.from({ length: count }, () => '0123456789abcdef'[(random(1 << 20) >> 4) & 15]).join('')
  const builder = new EventBatchBuilder()
  return Array.from({ length: DISTINCT_BATCHES }, (_, batch) => {
    for (let row = 0; row < BATCH_ROWS; row++) {
      const number = batch * BATCH_ROWS + row
      builder.add({
        dataset: 'windows.sysmon', time: 0, record: 0, offset: 0, length: 400, fields: {
          EventID: 1 + random(25), Channel: 'Microsoft-Windows-Sysmon/Operational', Provider_Name: 'Microsoft-Windows-Sysmon',
          Computer: `host${random(200)}.corp.example`, EventRecordID: number, UtcTime: `2026-01-0${1 + random(9)} 10:${10 + random(49)}:00.123`,
          ProcessGuid: `{guid-${number}}`, ProcessId: random(20_000), Image: `C:\\Windows\\System32\\program${random(400)}.exe`,
          CommandLine: `C:\\Windows\\System32\\program.exe /c ${digits(24)} --option value ${random(1_000)}`,
          CurrentDirectory: 'C:\\Windows\\system32\\', User: `CORP\\user${random(2_000)}`, LogonId: `0x${digits(6)}`, IntegrityLevel: 'Medium',
          Hashes: `SHA256=${digits(64)}`, ParentImage: `C:\\Program Files\\parent${random(60)}.exe`, ParentProcessId: random(20_000),
          DestinationIp: `10.${random(250)}.${random(250)}.${random(250)}`, DestinationPort: random(65_536), RuleName: '-',
        },
      })
    }
    return builder.take()
  })
}
