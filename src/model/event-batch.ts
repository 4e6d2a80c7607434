import type { Fields } from './value.ts'

/**
 * Events as columns: row `i` of every column is one event.
 *
 * Times are microseconds since the epoch, UTC, `NaN` where the event has none; offsets and lengths are bytes of the decompressed,
 * untranscoded evidence; `record` is the 0-based index in the evidence (text formats: the line).
 */
export interface EventBatch {
  readonly count: number
  readonly dataset: readonly string[]
  readonly time: Float64Array
  readonly record: Float64Array
  readonly offset: Float64Array
  readonly length: Float64Array
  /** Distinguishes events that start at the same byte. */
  readonly ordinal: Uint32Array
  /** Bits of {@link EVENT_FLAGS}. */
  readonly flags: Uint8Array
  readonly fields: readonly Fields[]
  /** 1 where the fields are what `JSON.parse` makes of the row's bytes, and nothing else: who writes them may look at those. */
  readonly verbatim?: Uint8Array
  /** Of what was received live: by which source, and when, in microseconds; `NaN` where the row's time is that, and where it is not known. */
  readonly arrival?: { readonly source: string; readonly received: Float64Array }
}

export const EVENT_FLAGS = { zoneAssumed: 1, yearAssumed: 2, recovered: 4 } as const

/** One row on its way into a batch. `time` is in microseconds, `null` when the event has none that holds. */
export interface EventRow {
  readonly dataset: string
  readonly time: number | null
  readonly record: number
  readonly offset: number
  readonly length: number
  readonly ordinal?: number
  readonly flags?: number
  readonly fields: Fields
  readonly verbatim?: boolean
}

/** Rows per batch: enough to spread the cost of a batch, few enough to stay in the processor's cache. */
export const BATCH_ROWS = 512

/** Fills batches row by row; `add` says when one is full and should be taken. */
export class EventBatchBuilder {
  #count = 0
  #dataset: string[] = []
  #fields: Fields[] = []
  #columns = newColumns()
  #verbatim: Uint8Array | null = null

  get count(): number {
    return this.#count
  }

  /** Adds one row; true means the batch is full: call {@link take} before adding another. */
  add(row: EventRow): boolean {
    const i = this.#count++
    this.#dataset.push(row.dataset)
    this.#fields.push(row.fields)
    const { numbers, ordinal, flags } = this.#columns
    numbers[i] = row.time ?? Number.NaN
    numbers[BATCH_ROWS + i] = row.record
    numbers[2 * BATCH_ROWS + i] = row.offset
    numbers[3 * BATCH_ROWS + i] = row.length
    ordinal[i] = row.ordinal ?? 0
    flags[i] = row.flags ?? 0
    if (row.verbatim === true) (this.#verbatim ??= new Uint8Array(BATCH_ROWS))[i] = 1
    return this.#count === BATCH_ROWS
  }

  /** The batch so far; the builder starts an empty one. */
  take(): EventBatch {
    const count = this.#count
    const { numbers, ordinal, flags } = this.#columns
    const column = (n: number) => numbers.subarray(n * BATCH_ROWS, n * BATCH_ROWS + count)
    const batch: EventBatch = {
      count,
      dataset: this.#dataset,
      time: column(0),
      record: column(1),
      offset: column(2),
      length: column(3),
      ordinal: ordinal.subarray(0, count),
      flags: flags.subarray(0, count),
      fields: this.#fields,
      ...(this.#verbatim === null ? {} : { verbatim: this.#verbatim.subarray(0, count) }),
    }
    this.#count = 0
    this.#dataset = []
    this.#fields = []
    this.#columns = newColumns()
    this.#verbatim = null
    return batch
  }
}

interface Columns {
  /** Time, record, offset and length, one after another. */
  readonly numbers: Float64Array
  readonly ordinal: Uint32Array
  readonly flags: Uint8Array
}

/** In one piece of memory: it lies outside the heap, where each piece costs as much as a hundred objects. */
function newColumns(): Columns {
  const memory = new ArrayBuffer(BATCH_ROWS * ROW_BYTES)
  return {
    numbers: new Float64Array(memory, 0, 4 * BATCH_ROWS),
    ordinal: new Uint32Array(memory, 32 * BATCH_ROWS, BATCH_ROWS),
    flags: new Uint8Array(memory, 36 * BATCH_ROWS, BATCH_ROWS),
  }
}

const ROW_BYTES = 37
