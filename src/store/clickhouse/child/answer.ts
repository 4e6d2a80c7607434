import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { HELD_RESULT_BYTES } from '../defaults.ts'
import { engineExceptionOf, httpStatusOf } from '../engine-exception.ts'

/** What a statement did, as the header `X-ClickHouse-Summary` tells it. */
export interface Summary {
  readonly readRows: number
  readonly readBytes: number
  readonly writtenRows: number
  readonly writtenBytes: number
  readonly seconds: number
}

export const NOTHING_DONE: Summary = { readRows: 0, readBytes: 0, writtenRows: 0, writtenBytes: 0, seconds: 0 }

/**
 * The HTTP answer to one request. The first bytes of a result are held back, so that a query that fails early is answered with the
 * status of its error; one that fails later says so at the end of its result, as ClickHouse does since 25.11.
 */
export class Answer {
  readonly #response: ServerResponse
  readonly #tag = randomBytes(8).toString('hex')
  #format = 'TabSeparated'
  #held: Buffer[] = []
  #heldBytes = 0

  constructor(response: ServerResponse, queryId: string) {
    this.#response = response
    response.setHeader('X-ClickHouse-Server-Display-Name', 'noroshi')
    response.setHeader('X-ClickHouse-Timezone', 'UTC')
    // The id came from the caller; a header carries no control characters.
    response.setHeader('X-ClickHouse-Query-Id', queryId.replaceAll(/[^\x20-\x7e]/g, '?'))
  }

  /** The format of what follows. */
  hasFormat(format: string): void {
    this.#format = format
  }

  /** Adds to the result; settles when the reader can take more. */
  async write(bytes: Buffer, signal: AbortSignal): Promise<void> {
    if (!this.#response.headersSent) {
      this.#held.push(bytes)
      this.#heldBytes += bytes.length
      if (this.#heldBytes < HELD_RESULT_BYTES) return
      this.#begin(NOTHING_DONE)
    } else this.#response.write(bytes)
    if (this.#response.writableNeedDrain) await once(this.#response, 'drain', { signal })
  }

  finish(summary: Summary): void {
    if (!this.#response.headersSent) this.#begin(summary)
    this.#response.end()
  }

  fail(thrown: unknown): void {
    const exception = engineExceptionOf(thrown)
    if (this.#response.headersSent) {
      const message = `${exception.message}\n`
      this.#response.end(`\r\n__exception__\r\n${this.#tag}\r\n${message}${Buffer.byteLength(message)} ${this.#tag}\r\n__exception__\r\n`)
      return
    }
    this.#response.writeHead(httpStatusOf(exception), {
      'Content-Type': 'text/plain; charset=UTF-8',
      'X-ClickHouse-Exception-Code': String(exception.code),
    })
    this.#response.end(`${exception.message}\n`)
  }

  #begin(summary: Summary): void {
    this.#response.writeHead(200, {
      'Content-Type': contentTypeOf(this.#format),
      'X-ClickHouse-Format': this.#format,
      'X-ClickHouse-Exception-Tag': this.#tag,
      'X-ClickHouse-Summary': JSON.stringify({
        read_rows: String(summary.readRows),
        read_bytes: String(summary.readBytes),
        written_rows: String(summary.writtenRows),
        written_bytes: String(summary.writtenBytes),
        total_rows_to_read: '0',
        result_rows: String(summary.readRows),
        result_bytes: String(summary.readBytes),
        elapsed_ns: String(Math.round(summary.seconds * 1e9)),
      }),
    })
    for (const bytes of this.#held) this.#response.write(bytes)
    this.#held = []
  }
}

function contentTypeOf(format: string): string {
  if (/^JSON.*EachRow/.test(format)) return 'application/x-ndjson; charset=UTF-8'
  if (format.startsWith('JSON')) return 'application/json; charset=UTF-8'
  if (format.startsWith('CSV')) return 'text/csv; charset=UTF-8'
  if (/^(TSV|TabSeparated)/.test(format)) return 'text/tab-separated-values; charset=UTF-8'
  return /^(RowBinary|Native|Parquet|Arrow|ORC)/.test(format) ? 'application/octet-stream' : 'text/plain; charset=UTF-8'
}
