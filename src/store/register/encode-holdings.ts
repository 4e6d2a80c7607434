import type { EventBatch } from '../../model/event-batch.ts'
import type { Holding } from '../../model/holding.ts'
import { holdingsOf } from '../../model/holdings-of.ts'
import type { Mappings } from '../../model/mappings.ts'
import type { FileInsert } from '../clickhouse/open-clickhouse.ts'
import { ByteColumn } from '../events/byte-column.ts'
import type { EventOrigin } from '../events/encode-events.ts'
import { EVENT_ID_BYTES } from '../events/event-id-hasher.ts'
import type { StoredHolding } from './find-holdings.ts'
import { slotsOf } from './holding-slots.ts'

/** Holdings that events tell of → rows of the `holdings` table in RowBinary. Datasets whose mapping names none cost a comparison for each run of rows. */
export class HoldingEncoder {
  #origin: EventOrigin
  readonly #mappings: Mappings
  readonly #rows = new ByteColumn()

  constructor(origin: EventOrigin, mappings: Mappings) {
    this.#origin = origin
    this.#mappings = mappings
  }

  /** Rows are of this origin from now on. */
  moveTo(origin: EventOrigin): void {
    this.#origin = origin
  }

  get full(): boolean {
    return this.#rows.length >= FULL_BYTES
  }

  /** @param ids of the events, one after another */
  add({ count, dataset, time, fields }: EventBatch, ids: Uint8Array): void {
    for (let row = 0; row < count;) {
      const name = dataset[row]!
      const view = this.#mappings.dataset(name)
      for (; row < count && dataset[row] === name; row++) {
        if (view.holdings.length === 0) continue
        const at = time[row]!
        const event = ids.subarray(row * EVENT_ID_BYTES, (row + 1) * EVENT_ID_BYTES)
        for (const holding of holdingsOf(view, fields[row]!, Number.isNaN(at) ? null : at)) this.addHolding(holding, name, at, event)
      }
    }
  }

  /** @param event its id, 16 bytes */
  addHolding(holding: Holding, dataset: string, time: number, event: Uint8Array): void {
    const { kind, address, mac, translation } = holding
    const stored: StoredHolding = { ...holding, event: Buffer.from(event).toString('hex'), time, dataset }
    const text = JSON.stringify(stored).toWellFormed()
    const asked = translation?.address ?? address
    if (asked !== '') for (const slot of slotsOf(holding)) this.#addRow(`ip:${asked}`, slot, holding.from, text)
    if (mac !== '' && kind !== 'translation') for (const slot of slotsOf(holding)) this.#addRow(`mac:${mac}`, slot, holding.from, text)
  }

  /** The rows since the last time, valid until the next call; null when there are none. */
  take(): Uint8Array | null {
    if (this.#rows.length === 0) return null
    const { bytes } = this.#rows
    this.#rows.clear()
    return bytes
  }

  #addRow(key: string, slot: number, since: number, text: string): void {
    const rows = this.#rows
    rows.writeText(this.#origin.organisation.toWellFormed())
    rows.writeUint64(this.#origin.load)
    rows.writeText(key)
    rows.writeUint32(slot)
    rows.writeUint64(since)
    rows.writeText(text)
  }
}

/** The insert of a spool file of {@link HoldingEncoder}'s rows. */
export function holdingInsert(path: string): FileInsert {
  return { table: 'holdings', columns: HOLDING_COLUMNS, path, format: 'RowBinary' }
}

const HOLDING_COLUMNS = ['organisation', 'load', 'key', 'slot', 'since', 'holding']

/** Rows are written to the spool file in pieces of this size. */
const FULL_BYTES = 1 << 20
