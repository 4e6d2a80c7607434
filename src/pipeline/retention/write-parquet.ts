import { createHash } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { z } from 'zod'
import type { Digest } from '../../model/digest.ts'
import { messageOf, NoroshiError } from '../../platform/noroshi-error.ts'
import type { ClickHouse } from '../../store/clickhouse/open-clickhouse.ts'
import { storeErrorOf } from '../../store/clickhouse/store-error.ts'
import { syncFolder } from '../../store/evidence/blob-path.ts'
import { SQL_RAW } from '../../store/events/raw-column.ts'
import { isDiskFull } from '../ingest/disk-full.ts'

/** What of an event goes into a cold file: all that was recorded; what is derived for searches is made anew from it. */
const COLUMNS = `organisation, load, lower(hex(id)) AS id, time, dataset, sensor, lower(hex(evidence)) AS evidence, record, offset, length, ordinal, flags, subject, entities, ${SQL_RAW} AS raw, fields`

const digestRow = z.object({ count: z.coerce.number(), sum: z.string() })

/**
 * Writes the events of loads into one Parquet file, and reads them back: every event is in it.
 *
 * @param expected what the ledger says of them
 * @returns the SHA-256 of the file
 * @throws NoroshiError `cold-failed`, `disk-full`, `store-refused`; nothing is left then
 */
export async function writeParquet({ client, kind }: ClickHouse, loads: readonly number[], path: string, expected: Digest): Promise<string> {
  const part = `${path}.part`
  const hash = createHash('sha256')
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const file = await open(part, 'w', 0o600)
    try {
      const { stream } = await client.exec({
        query: `SELECT ${COLUMNS} FROM events WHERE load >= {first: UInt64} AND load <= {last: UInt64} AND load IN {loads: Array(UInt64)} ORDER BY time, evidence, offset, ordinal FORMAT Parquet`,
        query_params: { first: loads[0], last: loads.at(-1), loads },
        clickhouse_settings: { max_execution_time: 0, max_threads: 1, output_format_parquet_compression_method: 'zstd' },
      }).catch((cause: unknown) => { throw storeErrorOf(cause) })
      for await (const block of stream) {
        hash.update(block)
        await file.writeFile(block)
      }
      await file.sync()
    } finally {
      await file.close()
    }
    // A server elsewhere cannot read our disk; what it sent was whole, or its stream would have failed.
    if (kind === 'embedded') await compare(client, part, expected)
    await rename(part, path)
    await syncFolder(dirname(path))
    return hash.digest('hex')
  } catch (cause) {
    await rm(part, { force: true }).catch(() => {})
    if (cause instanceof NoroshiError) throw cause
    if (isDiskFull(cause)) throw new NoroshiError('disk-full', `there is no room left in the cold folder for ${path}`, { cause })
    throw new NoroshiError('cold-failed', `the cold file ${path} cannot be written: ${messageOf(cause)}`, { cause })
  }
}

async function compare(client: ClickHouse['client'], path: string, { count, sum }: Digest): Promise<void> {
  const answer = await client.query({
    query: `SELECT toString(count()) AS count, toString(sumWithOverflow(reinterpretAsUInt128(reverse(unhex(id))))) AS sum FROM file({path: String}, Parquet)`,
    query_params: { path }, format: 'JSONEachRow', clickhouse_settings: { max_execution_time: 0 },
  }).catch((cause: unknown) => { throw storeErrorOf(cause) })
  const [row] = await answer.json()
  const found = digestRow.parse(row)
  if (found.count === count && BigInt(found.sum).toString(16).padStart(32, '0') === sum) return
  throw new NoroshiError('store-refused', `the cold file ${basename(path)} would hold ${found.count} events, the ledger says ${count}: nothing was moved`)
}
