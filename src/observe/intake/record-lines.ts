import { BATCH_BYTES } from '../../pipeline/collect/defaults.ts'
import { releaseMemory } from '../../platform/release-memory.ts'

/** Records that are kept together or not at all. */
export interface RecordBatch {
  readonly lines: readonly Uint8Array[]
  readonly count: number
}

/**
 * Collects the records of one request as JSON lines, the form in which they are kept: each with members that the protocol says of it put
 * before its own. A record's text is kept byte by byte but for line ends between its members.
 */
export class RecordLines {
  readonly batches: RecordBatch[] = []
  #lines: Buffer
  #bytes = 0
  #count = 0
  #records = 0

  /** @param bytes that records are expected to take */
  constructor(bytes = 65_536) {
    this.#lines = Buffer.allocUnsafeSlow(Math.min(bytes, BATCH_BYTES))
  }

  get records(): number {
    return this.#records
  }

  /** The number of the batch that the record added last went into. */
  get lastBatch(): number {
    return this.batches.length
  }

  /**
   * False, and nothing is added, for a record longer than a batch.
   *
   * @param text of a record that was made here: one line
   */
  addText(text: string): boolean {
    return this.#add([Buffer.from(`${text}\n`)])
  }

  /**
   * False, and nothing is added, for a record longer than a batch.
   *
   * @param object the JSON text of an object, checked, from its brace to its brace
   * @param members made by {@link memberText}
   */
  addObject(object: Buffer, members: Buffer): boolean {
    const line = object.includes(LINE_FEED) || object.includes(CARRIAGE_RETURN) ? onOneLine(object) : object
    if (members.length === 0) return this.#add([line, NEWLINE])
    return this.#add(isEmpty(line) ? [OPEN, members, CLOSE, NEWLINE] : [OPEN, members, COMMA, line.subarray(1), NEWLINE])
  }

  /** Ends the last batch. */
  end(): readonly RecordBatch[] {
    this.#cut()
    return this.batches
  }

  /** Gives back the memory of all batches, once nobody needs them. */
  release(): void {
    releaseMemory(this.#lines)
    for (const { lines } of this.batches) for (const each of lines) releaseMemory(each)
  }

  #add(parts: readonly Uint8Array[]): boolean {
    let bytes = 0
    for (const { length } of parts) bytes += length
    if (bytes > BATCH_BYTES) return false
    if (this.#bytes + bytes > BATCH_BYTES) this.#cut()
    if (this.#bytes + bytes > this.#lines.length) this.#grow(bytes)
    for (const part of parts) {
      this.#lines.set(part, this.#bytes)
      this.#bytes += part.length
    }
    this.#count++
    this.#records++
    return true
  }

  #grow(bytes: number): void {
    const grown = Buffer.allocUnsafeSlow(Math.min(BATCH_BYTES, Math.max(this.#lines.length * 2, this.#bytes + bytes)))
    this.#lines.copy(grown, 0, 0, this.#bytes)
    releaseMemory(this.#lines)
    this.#lines = grown
  }

  #cut(): void {
    if (this.#count === 0) return
    this.batches.push({ lines: [this.#lines.subarray(0, this.#bytes)], count: this.#count })
    this.#lines = EMPTY
    this.#bytes = 0
    this.#count = 0
  }
}

const EMPTY = Buffer.alloc(0)

/** Why {@link RecordLines} does not take a record. */
export const TOO_LONG = `a record may have at most ${BATCH_BYTES} bytes`

/** Members as they stand in an object: `"a":1,"b":2`. Those without value are left out. */
export function memberText(members: Readonly<Record<string, string | number | undefined>>): Buffer {
  return Buffer.from(JSON.stringify(members).slice(1, -1))
}

const LINE_FEED = 0x0a
const CARRIAGE_RETURN = 0x0d
const NEWLINE = Buffer.from('\n')
const OPEN = Buffer.from('{')
const CLOSE = Buffer.from('}')
const COMMA = Buffer.from(',')

/** A string holds no line end as such (RFC 8259 §7), so that every one stands between members. */
function onOneLine(object: Buffer): Buffer {
  return Buffer.from(object.map(byte => byte === LINE_FEED || byte === CARRIAGE_RETURN ? 0x20 : byte))
}

function isEmpty(object: Buffer): boolean {
  let at = 1
  while (object[at] === 0x20 || object[at] === 0x09) at++
  return object[at] === 0x7d
}
