import type { Chunk, Planner, TextEncoding } from '../../model/decoder.ts'
import { CHUNK_LIMITS } from '../text/chunk-limits.ts'
import type { ChunkLimits } from '../text/chunk-limits.ts'
import { lineEnds, UnitBlocks } from '../text/line-ends.ts'
import { linePlanner } from '../text/line-planner.ts'
import { FRAMING_BYTES } from './defaults.ts'
import { framingOf } from './framing.ts'
import { JsonScanner } from './json-scanner.ts'
import type { Container, ScanFault, ScanState } from './json-scanner.ts'
import { structureView } from '../text/structure-view.ts'

/** Cuts JSON where records end. A chunk's context is absent for JSON lines; else it says where in the document the chunk begins. */
export function jsonPlanner(settings: { readonly encoding: TextEncoding }, limits = CHUNK_LIMITS): Planner {
  return new JsonPlanner(settings.encoding, limits)
}

/** From where a chunk of documents is scanned; undefined at the start of the evidence. @param context as the planner gave it */
export function scanStateOf(context: string): ScanState | undefined {
  if (context === START) return undefined
  const [container = '', firstMember = ''] = context.split(SEPARATOR)
  return { container: isContainer(container) ? container : 'none', firstMember }
}

function isContainer(text: string): text is Container {
  return text === 'none' || text === 'array' || text === 'member'
}

const START = 'start'
/** A member name as written holds no control character. */
const SEPARATOR = '\n'

/** Holds back what is needed to tell the framing, then hands on to the planner for it. */
class JsonPlanner implements Planner {
  readonly #encoding: TextEncoding
  readonly #limits: ChunkLimits
  #held: Buffer[] = []
  #heldBytes = 0
  #planner: Planner | undefined

  constructor(encoding: TextEncoding, limits: ChunkLimits) {
    this.#encoding = encoding
    this.#limits = limits
  }

  push(block: Uint8Array): void {
    if (this.#planner !== undefined) return this.#planner.push(block)
    this.#held.push(Buffer.from(block))
    this.#heldBytes += block.length
    if (this.#heldBytes >= FRAMING_BYTES) this.#decide()
  }

  end(): readonly Chunk[] {
    return (this.#planner ?? this.#decide()).end()
  }

  #decide(): Planner {
    const head = Buffer.concat(this.#held)
    this.#held = []
    const encoding = this.#encoding
    const limits = this.#limits
    this.#planner = framingOf(head, encoding) === 'lines'
      ? linePlanner({ encoding }, undefined, undefined, limits)
      : new DocumentPlanner(encoding, limits)
    this.#planner.push(head)
    return this.#planner
  }
}

/** Cuts only after records that are whole, so that what a scanner knows there is all it must know. */
class DocumentPlanner implements Planner {
  readonly #limits: ChunkLimits
  readonly #units: UnitBlocks
  readonly #view: (block: Buffer) => Buffer
  readonly #scanner: JsonScanner
  readonly #chunks: Chunk[] = []
  #seen = 0
  #record = 0
  /** Where the chunk being filled starts. */
  #from: Place = { offset: 0, record: 0, context: START }
  /** After the last whole record. */
  #end = this.#from

  constructor(encoding: TextEncoding, limits: ChunkLimits) {
    this.#limits = limits
    const { unit } = lineEnds(encoding)
    this.#units = new UnitBlocks(unit)
    this.#view = structureView(encoding)
    this.#scanner = new JsonScanner({
      begin() {},
      fault() {},
      end: (offset, fault) => this.#endRecord(offset, fault),
    }, unit)
  }

  push(raw: Uint8Array): void {
    const block = this.#units.push(raw)
    this.#scanner.push(this.#view(block), this.#seen)
    this.#seen += block.length
  }

  end(): readonly Chunk[] {
    this.#seen += this.#units.end().length
    if (this.#seen - this.#from.offset > this.#limits.bytes) this.#cut()
    if (this.#seen > this.#from.offset) this.#chunk(this.#seen)
    return this.#chunks
  }

  #endRecord(offset: number, fault: ScanFault | undefined): void {
    this.#record++
    if (fault !== undefined) return
    if (offset - this.#from.offset > this.#limits.bytes) this.#cut()
    const { container, firstMember } = this.#scanner.state
    this.#end = { offset, record: this.#record, context: container + SEPARATOR + firstMember }
    if (this.#record - this.#from.record >= this.#limits.records) this.#cut()
  }

  #cut(): void {
    if (this.#end.offset === this.#from.offset) return
    this.#chunk(this.#end.offset)
    this.#from = this.#end
  }

  #chunk(to: number): void {
    const { offset: from, record: firstRecord, context } = this.#from
    this.#chunks.push({ number: this.#chunks.length, from, to, firstRecord, context })
  }
}

interface Place {
  readonly offset: number
  readonly record: number
  readonly context: string
}
