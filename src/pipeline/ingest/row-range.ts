import type { Decoder } from '../../model/decoder.ts'
import type { EventBatch } from '../../model/event-batch.ts'

/** Rows [from, to) of a chunk in the order in which they are decoded; `to` may be `Infinity`. */
export interface RowRange {
  readonly from: number
  readonly to: number
}

/** A decoder with only some of a chunk's rows, and what it has seen. */
export interface KeptRows {
  readonly decoder: Decoder
  /** Rows decoded in all. */
  count(): number
  /** Of the first row kept; null before there was one. */
  firstOffset(): number | null
}

export function keepRows(decoder: Decoder, ranges: readonly RowRange[] | undefined): KeptRows {
  let decoded = 0
  let firstOffset: number | null = null
  return {
    count: () => decoded,
    firstOffset: () => firstOffset,
    decoder: {
      format: decoder.format,
      recognises: (head, path) => decoder.recognises(head, path),
      planner: settings => decoder.planner(settings),
      async* decode(file, chunk, report) {
        for await (const batch of decoder.decode(file, chunk, report)) {
          const kept = ranges === undefined ? batch : rowsOf(batch, decoded, ranges)
          firstOffset ??= kept.offset[0] ?? null
          decoded += batch.count
          yield kept
        }
      },
    },
  }
}

/** The parts of [0, count) that none of the rows is in. */
export function rangesWithout(rows: readonly number[]): RowRange[] {
  const ranges: RowRange[] = []
  let from = 0
  for (const row of rows.toSorted((a, b) => a - b)) {
    if (row > from) ranges.push({ from, to: row })
    from = row + 1
  }
  return [...ranges, { from, to: Infinity }]
}

function rowsOf(batch: EventBatch, first: number, ranges: readonly RowRange[]): EventBatch {
  const rows = Array.from({ length: batch.count }, (_, row) => row)
    .filter(row => ranges.some(({ from, to }) => from <= first + row && first + row < to))
  return {
    count: rows.length,
    dataset: rows.map(row => batch.dataset[row]!),
    time: Float64Array.from(rows, row => batch.time[row]!),
    record: Float64Array.from(rows, row => batch.record[row]!),
    offset: Float64Array.from(rows, row => batch.offset[row]!),
    length: Float64Array.from(rows, row => batch.length[row]!),
    ordinal: Uint32Array.from(rows, row => batch.ordinal[row]!),
    flags: Uint8Array.from(rows, row => batch.flags[row]!),
    fields: rows.map(row => batch.fields[row]!),
  }
}
