import { MAX_DEPTH, MAX_MEMBER_BYTES, WRAPPER_MEMBERS } from './defaults.ts'
import { FILLER } from '../text/structure-view.ts'

/** What the values being scanned are members of: nothing (documents, one after another), an array, or an array in a wrapper object. */
export type Container = 'none' | 'array' | 'member'

/** All that a scanner must know to go on after a value; what was before does not matter. */
export interface ScanState {
  readonly container: Container
  /** The first member name of the first record, as written; empty while unknown. */
  readonly firstMember: string
}

/** Is told, in order, where values begin and end. Offsets are of the evidence. */
export interface ScanSink {
  /** A value may begin here; forget what began before and did not end. */
  begin(offset: number): void
  /** The value ends before `offset`. With a fault it is malformed or too deep from there on. */
  end(offset: number, fault?: ScanFault): void
  /** Something is wrong outside of a value. */
  fault(fault: ScanFault): void
}

export interface ScanFault {
  readonly offset: number
  readonly reason: string
}

const OBJECT = 1
const ARRAY = 2

const LF = 0x0a
const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const BACKSLASH = 0x5c
const OPEN_ARRAY = 0x5b
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

type Step =
  | 'between' | 'value' | 'value-or-end' | 'member-or-end' | 'member' | 'colon' | 'after'
  | 'string' | 'escape' | 'word' | 'deep' | 'lost' | 'candidate'

/**
 * Finds the records of JSON that is not one record a line: documents one after another, an array of records, or an object around one
 * ({@link WRAPPER_MEMBERS}). It checks the grammar (RFC 8259) as far as structure goes; numbers, words and escapes are left to the parser.
 *
 * After a fault it looks for the next record: an object at the start of a line that is not indented further than the broken one, or one
 * that begins with the same member name as the first record did. Linear in time; memory is the stack of at most {@link MAX_DEPTH}.
 */
export class JsonScanner {
  readonly #sink: ScanSink
  readonly #unit: 1 | 2
  #step: Step = 'between'
  #container: Container
  #firstMember: string

  /** The value being scanned: its open brackets, and whether its string is a member name. */
  readonly #stack = new Uint8Array(MAX_DEPTH + 1)
  #depth = 0
  #inName = false
  /** Brackets open, once deeper than the stack. */
  #deep = 0
  #deepAt = 0

  /** The member name being read, while it is asked for. */
  #name: number[] | undefined
  /** `asked`: the object may be a wrapper; `named`: its array comes; `opened`: its first record comes. */
  #wrapper: 'no' | 'asked' | 'named' | 'opened' = 'no'
  /** Within what follows the array in a wrapper. */
  #inTail = false

  /** Blanks since the last line end; -1 when there was something else. */
  #indent: number
  /** Blanks before the record being scanned; -1 when it does not start its line, and in a tail. */
  #recordIndent = -1
  /** How much of `"firstMember"` a candidate has shown. */
  #matched = 0

  /** @param unit bytes of a code unit: offsets told are multiples of it @param state of the value before; absent at the start */
  constructor(sink: ScanSink, unit: 1 | 2 = 1, state?: ScanState) {
    this.#unit = unit
    this.#sink = sink
    this.#container = state?.container ?? 'none'
    this.#firstMember = state?.firstMember ?? ''
    this.#indent = state === undefined ? 0 : -1
  }

  /** Valid when asked for within `end` without fault, or between two values. */
  get state(): ScanState {
    return { container: this.#container, firstMember: this.#firstMember }
  }

  /** @param bytes as `structureView` gives them @param offset of their first byte in the evidence */
  push(bytes: Buffer, offset: number): void {
    let i = 0
    while (i < bytes.length) {
      const byte = bytes[i]!
      if (this.#step === 'string') i = this.#inString(bytes, i, offset)
      else if (byte === FILLER || this.#take(byte, offset + i)) i++
    }
  }

  /** A chunk ends at `offset`, which is where a value ends: a word shows its end only there. */
  endChunk(offset: number): void {
    if (this.#step === 'word' && this.#depth === 0) this.#endValue(offset)
  }

  /** The evidence ends at `offset`. */
  end(offset: number): void {
    this.endChunk(offset)
    if (this.#step !== 'between' && this.#step !== 'lost' && this.#step !== 'candidate') {
      this.#fail(offset, this.#inTail ? 'document is cut off' : 'record is cut off')
    } else if (this.#container !== 'none' && this.#step === 'between') this.#sink.fault({ offset, reason: 'list of records is not closed' })
  }

  /** Whether the byte was consumed; a step may change without. */
  #take(byte: number, at: number): boolean {
    switch (this.#step) {
      case 'between': return this.#between(byte, at)
      case 'lost': return this.#lost(byte, at)
      case 'candidate': return this.#candidate(byte)
      case 'deep': return this.#inDeep(byte, at)
      case 'escape':
        this.#step = 'string'
        return true
      case 'word':
        if (isWord(byte)) return true
        if (this.#depth === 0) this.#endValue(this.#unitAt(at))
        else this.#step = 'after'
        return false
      default:
        return isBlank(byte) || this.#structure(byte, at)
    }
  }

  #structure(byte: number, at: number): boolean {
    switch (this.#step) {
      case 'value-or-end':
        if (byte === CLOSE_ARRAY) return this.#wrapper === 'opened' ? this.#openWrapper() : this.#close(ARRAY, at)
        if (this.#wrapper === 'opened') {
          if (byte === OPEN_OBJECT) return this.#openWrapper()
          this.#wrapper = 'no'
        }
        return this.#value(byte, at)
      case 'value':
        return this.#value(byte, at)
      case 'member-or-end':
        if (byte === CLOSE_OBJECT) return this.#close(OBJECT, at)
        return byte === QUOTE ? this.#memberName() : this.#fail(at, 'member name expected')
      case 'member':
        return byte === QUOTE ? this.#memberName() : this.#fail(at, 'member name expected')
      case 'colon':
        if (byte !== COLON) return this.#fail(at, 'colon expected')
        this.#step = 'value'
        return true
      default:
        return this.#after(byte, at)
    }
  }

  #after(byte: number, at: number): boolean {
    const inObject = this.#stack[this.#depth] === OBJECT
    if (byte === COMMA) {
      this.#step = inObject ? 'member' : 'value'
      return true
    }
    if (byte === CLOSE_OBJECT && inObject) return this.#close(OBJECT, at)
    if (byte === CLOSE_ARRAY && !inObject) return this.#close(ARRAY, at)
    return this.#fail(at, `comma or closing ${inObject ? 'brace' : 'bracket'} expected`)
  }

  #value(byte: number, at: number): boolean {
    const wrapped = this.#wrapper === 'named'
    if (wrapped) this.#wrapper = byte === OPEN_ARRAY ? 'opened' : 'no'
    if (byte === OPEN_OBJECT) return this.#open(OBJECT, at)
    if (byte === OPEN_ARRAY) return this.#open(ARRAY, at)
    if (byte === QUOTE) {
      this.#inName = false
      this.#step = 'string'
      return true
    }
    if (!isWord(byte)) return this.#fail(at, 'value expected')
    this.#step = 'word'
    return true
  }

  #open(kind: number, at: number): boolean {
    if (this.#depth === MAX_DEPTH) {
      this.#deep = this.#depth + 1
      this.#deepAt = this.#unitAt(at)
      this.#step = 'deep'
      return true
    }
    this.#stack[++this.#depth] = kind
    this.#step = kind === OBJECT ? 'member-or-end' : 'value-or-end'
    return true
  }

  #close(kind: number, at: number): boolean {
    if (this.#stack[this.#depth] !== kind) return this.#fail(at, 'brackets do not match')
    this.#depth--
    if (this.#depth === 0) this.#endValue(this.#unitAt(at) + this.#unit)
    else this.#step = 'after'
    return true
  }

  /** Where the code unit starts that a byte is in. */
  #unitAt(at: number): number {
    return at - at % this.#unit
  }

  #endValue(offset: number): void {
    this.#depth = 0
    this.#step = 'between'
    this.#indent = -1
    this.#recordIndent = -1
    if (this.#inTail) this.#inTail = false
    else this.#sink.end(offset)
  }

  /** Too deep to keep: brackets are only counted until the value ends. */
  #inDeep(byte: number, at: number): boolean {
    if (byte === QUOTE) {
      this.#inName = false
      this.#step = 'string'
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) this.#deep++
    else if ((byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) && --this.#deep === 0) {
      this.#depth = 0
      this.#step = 'between'
      this.#indent = -1
      this.#recordIndent = -1
      const fault = { offset: this.#deepAt, reason: `record is nested deeper than ${MAX_DEPTH}` }
      if (this.#inTail) this.#sink.fault(fault)
      else this.#sink.end(this.#unitAt(at) + this.#unit, fault)
      this.#inTail = false
    }
    return true
  }

  #memberName(): boolean {
    this.#inName = true
    this.#step = 'string'
    const firstOfRecord = this.#depth === 1 && this.#firstMember === '' && !this.#inTail
    if (this.#depth === 1 && (this.#wrapper === 'asked' || firstOfRecord)) this.#name = []
    return true
  }

  /** The fast loop: most bytes are in strings. Answers the index of the first byte not consumed. */
  #inString(bytes: Buffer, from: number, offset: number): number {
    let i = from
    let byte = 0
    while (i < bytes.length && (byte = bytes[i]!) !== QUOTE && byte !== BACKSLASH && byte !== LF) i++
    if (this.#name !== undefined) this.#keepName(bytes, from, i)
    if (i === bytes.length) return i
    if (byte === LF) {
      this.#fail(offset + i, 'string is not closed on its line')
      return i
    }
    if (byte === BACKSLASH) {
      this.#name = undefined
      this.#step = 'escape'
    } else this.#endString()
    return i + 1
  }

  #keepName(bytes: Buffer, from: number, to: number): void {
    for (let i = from; i < to; i++) if (bytes[i] !== FILLER) this.#name?.push(bytes[i]!)
    if (this.#name !== undefined && this.#name.length > MAX_MEMBER_BYTES) this.#name = undefined
  }

  #endString(): void {
    if (this.#deep > 0) this.#step = 'deep'
    else if (this.#inName) this.#endName()
    else this.#step = this.#depth === 0 ? 'word' : 'after'
  }

  #endName(): void {
    const name = this.#name === undefined ? undefined : String.fromCharCode(...this.#name)
    this.#name = undefined
    this.#step = 'colon'
    if (this.#wrapper === 'asked') {
      if (name === undefined) this.#wrapper = 'no'
      else if (WRAPPER_MEMBERS.has(name.toLowerCase())) this.#wrapper = 'named'
      else if (!name.startsWith('@odata.')) this.#wrapper = 'no'
    }
    if (this.#firstMember === '' && this.#wrapper !== 'named' && name !== undefined) this.#firstMember = name
  }

  /** The object was only a wrapper: its array's elements are the records. The byte is taken again. */
  #openWrapper(): boolean {
    this.#wrapper = 'no'
    this.#firstMember = ''
    this.#container = 'member'
    this.#depth = 0
    this.#step = 'between'
    return false
  }

  #between(byte: number, at: number): boolean {
    if (isBlank(byte) || byte === COMMA || isMark(byte)) {
      this.#indent = byte === LF ? 0 : this.#indent >= 0 && byte !== COMMA && !isMark(byte) ? this.#indent + 1 : this.#indent
      return true
    }
    if (this.#container === 'none' && byte === OPEN_ARRAY) {
      this.#container = 'array'
      this.#indent = -1
      return true
    }
    if (this.#container !== 'none' && byte === CLOSE_ARRAY) {
      this.#endContainer()
      return true
    }
    return this.#begin(byte, at)
  }

  #begin(byte: number, at: number): boolean {
    this.#recordIndent = this.#indent
    this.#deep = 0
    this.#wrapper = this.#container === 'none' && byte === OPEN_OBJECT ? 'asked' : 'no'
    this.#depth = 0
    if (!isValueStart(byte)) {
      this.#sink.fault({ offset: this.#unitAt(at), reason: 'record expected' })
      this.#step = 'lost'
      this.#indent = -1
      return true
    }
    this.#sink.begin(this.#unitAt(at))
    return this.#value(byte, at)
  }

  #endContainer(): void {
    this.#indent = -1
    if (this.#container === 'member') {
      this.#inTail = true
      this.#stack[1] = OBJECT
      this.#depth = 1
      this.#deep = 0
      this.#step = 'after'
    }
    this.#container = 'none'
  }

  /** The value is malformed at a byte, which is taken again. */
  #fail(at: number, reason: string): boolean {
    this.#name = undefined
    this.#wrapper = 'no'
    this.#step = 'lost'
    this.#indent = -1
    const offset = this.#unitAt(at)
    if (this.#inTail) this.#sink.fault({ offset, reason })
    else this.#sink.end(offset, { offset, reason })
    this.#inTail = false
    return false
  }

  #lost(byte: number, at: number): boolean {
    if (byte === LF) this.#indent = 0
    else if (isBlank(byte)) this.#indent += this.#indent >= 0 ? 1 : 0
    else {
      const startsLine = this.#indent >= 0 && this.#indent <= Math.max(0, this.#recordIndent)
      if (startsLine && (byte === OPEN_OBJECT || (byte === OPEN_ARRAY && this.#container === 'none'))) {
        this.#step = 'between'
        return false
      }
      this.#indent = -1
      if (byte === OPEN_OBJECT && this.#firstMember !== '') {
        this.#sink.begin(this.#unitAt(at))
        this.#matched = 0
        this.#step = 'candidate'
      }
    }
    return true
  }

  /** After a brace: does the first record's first member follow? */
  #candidate(byte: number): boolean {
    if (this.#matched === 0 && isBlank(byte)) return true
    const end = this.#firstMember.length + 1
    const wanted = this.#matched === 0 || this.#matched === end ? QUOTE : this.#firstMember.charCodeAt(this.#matched - 1)
    if (byte !== wanted) {
      this.#step = 'lost'
      return false
    }
    if (this.#matched++ === end) {
      this.#recordIndent = -1
      this.#deep = 0
      this.#stack[1] = OBJECT
      this.#depth = 1
      this.#step = 'colon'
    }
    return true
  }
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === LF || byte === 0x0d || byte === 0x09
}

/** A byte order mark, or the record separator of RFC 7464. */
function isMark(byte: number): boolean {
  return byte === 0x1e || byte === 0xef || byte === 0xbb || byte === 0xbf
}

/** A bracket, a quote, or the first byte of a number, `true`, `false` or `null`. */
function isValueStart(byte: number): boolean {
  return byte === OPEN_OBJECT || byte === OPEN_ARRAY || byte === QUOTE || byte === 0x2d || (byte >= 0x30 && byte <= 0x39) ||
    byte === 0x74 || byte === 0x66 || byte === 0x6e
}

/** Bytes of numbers and of the words true, false and null; also of NaN and the like, which the parser refuses. */
function isWord(byte: number): boolean {
  return (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) ||
    byte === 0x2d || byte === 0x2b || byte === 0x2e
}
