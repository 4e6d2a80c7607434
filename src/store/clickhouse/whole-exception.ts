import type { ClickHouseClient } from '@clickhouse/client'
import { Readable, Transform, pipeline } from 'node:stream'
import type { TransformCallback } from 'node:stream'

/**
 * ClickHouse (since 25.11) tells an exception in the middle of a result at its end, in a frame. The client looks for the whole frame in
 * one block of the answer, but where blocks end is up to the network: with a slow reader, anywhere. It then knows neither code nor words of
 * the exception. So the frame reaches it in one block.
 */
export function keepExceptionsWhole(client: ClickHouseClient): void {
  const query = client.query.bind(client)
  client.query = async params => {
    const result = await query(params)
    // The client has no other way to its stream (@clickhouse/client 1.23: `ResultSet._stream`).
    const answer: unknown = Reflect.get(result, '_stream')
    if (answer instanceof Readable && result.response_headers[TAG_HEADER] !== undefined) {
      // What goes wrong with one ends the other; it is told where the rows are read.
      Reflect.set(result, '_stream', pipeline(answer, new WholeException(), () => {}))
    }
    return result
  }
}

const TAG_HEADER = 'x-clickhouse-exception-tag'

/** What a frame begins with. */
const FRAME = Buffer.from('\r\n__exception__\r\n')

/** Hands on bytes as they come, and what may be a frame when it is certain what it is. */
class WholeException extends Transform {
  #held: Buffer[] = []
  #isFrame = false

  override _transform(block: Buffer, _: BufferEncoding, done: TransformCallback): void {
    if (this.#isFrame) {
      this.#held.push(block)
      return done()
    }
    const bytes = this.#held.length === 0 ? block : Buffer.concat([...this.#held, block])
    const at = bytes.indexOf(FRAME)
    this.#isFrame = at !== -1
    const from = this.#isFrame ? at : bytes.length - begunFrame(bytes)
    this.#held = from < bytes.length ? [bytes.subarray(from)] : []
    if (from > 0) this.push(bytes.subarray(0, from))
    done()
  }

  override _flush(done: TransformCallback): void {
    if (this.#held.length > 0) this.push(Buffer.concat(this.#held))
    done()
  }
}

/** How many bytes at the end may be the beginning of a frame. */
function begunFrame(bytes: Buffer): number {
  for (let length = Math.min(FRAME.length - 1, bytes.length); length > 0; length--) {
    if (bytes.subarray(bytes.length - length).equals(FRAME.subarray(0, length))) return length
  }
  return 0
}
