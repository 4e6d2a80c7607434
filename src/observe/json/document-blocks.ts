import type { Chunk, DecodeReport, EvidenceFile } from '../../model/decoder.ts'
import { textDecoderFor } from '../text/line-decoder.ts'
import { lineEnds, UnitBlocks } from '../text/line-ends.ts'
import type { TextLine } from '../text/lines.ts'
import { MAX_RECORD_BYTES } from './defaults.ts'
import { JsonScanner } from './json-scanner.ts'
import type { ScanFault, ScanState } from './json-scanner.ts'
import { structureView } from '../text/structure-view.ts'

/**
 * The records of a chunk of JSON documents, each as its text, as `lineBlocks` gives lines. Values that are malformed, too deep or longer
 * than {@link MAX_RECORD_BYTES} are one error each; they count as a record, so `record` is the index of the value in the evidence.
 * Memory: one block of `file` and one record.
 *
 * @param state what is known from before the chunk; undefined at the start
 * @throws whatever `file.read` throws; never for content
 */
export async function* documentBlocks(
  file: EvidenceFile,
  chunk: Chunk,
  state: ScanState | undefined,
  report: DecodeReport,
): AsyncIterable<readonly TextLine[]> {
  const framer = new DocumentFramer(file, chunk, state, report)
  for await (const block of file.read(chunk.from, chunk.to)) {
    for (let from = 0; from < block.length; from += PIECE_BYTES) {
      const records = framer.push(block.subarray(from, from + PIECE_BYTES))
      if (records.length > 0) yield records
    }
  }
  const records = framer.end(chunk.to === file.bytes)
  if (records.length > 0) yield records
}

/** How much of a block is looked at at once: bounds the records that are held. */
const PIECE_BYTES = 1024 * 1024

class DocumentFramer {
  readonly #report: DecodeReport
  readonly #decoderOf: ReturnType<typeof textDecoderFor>
  readonly #units: UnitBlocks
  readonly #view: (block: Buffer) => Buffer
  readonly #scanner: JsonScanner
  #records: TextLine[] = []
  #record: number
  /** The block being scanned, and where it starts in the evidence. */
  #block: Buffer = Buffer.alloc(0)
  #blockOffset: number
  /** Where the value being scanned starts, -1 between values; its bytes from earlier blocks, until they are too many. */
  #from = -1
  #kept: Buffer[] = []

  constructor(file: EvidenceFile, chunk: Chunk, state: ScanState | undefined, report: DecodeReport) {
    const { encoding } = file.settings
    this.#report = report
    this.#decoderOf = textDecoderFor(encoding)
    const { unit } = lineEnds(encoding)
    this.#units = new UnitBlocks(unit)
    this.#view = structureView(encoding)
    this.#record = chunk.firstRecord
    this.#blockOffset = chunk.from
    this.#scanner = new JsonScanner({
      begin: offset => {
        this.#from = offset
        this.#kept = []
      },
      end: (offset, fault) => this.#endRecord(offset, fault),
      fault: fault => this.#report.error(fault),
    }, unit, state)
  }

  push(raw: Uint8Array): readonly TextLine[] {
    const block = this.#units.push(raw)
    this.#block = block
    this.#scanner.push(this.#view(block), this.#blockOffset)
    if (this.#from >= 0) this.#keep()
    this.#blockOffset += block.length
    this.#block = Buffer.alloc(0)
    return this.#take()
  }

  /** @param last whether the evidence ends here, so that what is open is cut off */
  end(last: boolean): readonly TextLine[] {
    if (last) this.#scanner.end(this.#blockOffset)
    else this.#scanner.endChunk(this.#blockOffset)
    return this.#take()
  }

  #take(): readonly TextLine[] {
    const records = this.#records
    this.#records = []
    return records
  }

  #keep(): void {
    const end = this.#blockOffset + this.#block.length
    if (end - this.#from > MAX_RECORD_BYTES) this.#kept = []
    else this.#kept.push(Buffer.from(this.#block.subarray(Math.max(0, this.#from - this.#blockOffset))))
  }

  #endRecord(offset: number, fault: ScanFault | undefined): void {
    const start = this.#from
    const length = offset - start
    if (fault !== undefined) this.#report.error({ ...fault, reason: `${fault.reason} (record from byte ${start})` })
    else if (length > MAX_RECORD_BYTES) {
      this.#report.error({ offset: start, reason: `record of ${length} bytes is longer than ${MAX_RECORD_BYTES} and was skipped` })
    } else this.#records.push(this.#read(start, offset))
    this.#record++
    this.#from = -1
    this.#kept = []
  }

  #read(start: number, end: number): TextLine {
    const here = this.#block.subarray(Math.max(0, start - this.#blockOffset), end - this.#blockOffset)
    const bytes = this.#kept.length === 0 ? here : Buffer.concat([...this.#kept, here])
    const { text, invalidAt } = this.#decoderOf(bytes)(0, bytes.length)
    if (invalidAt >= 0) this.#report.error({ offset: start + invalidAt, reason: 'bytes that are not text in this encoding' })
    return { text, offset: start, length: bytes.length, record: this.#record }
  }
}
