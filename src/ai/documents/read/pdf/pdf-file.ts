import { inflateRawSync, inflateSync } from 'node:zlib'
import { MOST_PART_BYTES } from '../../defaults.ts'
import type { PdfDictionary, PdfValue } from './pdf-value.ts'
import { isOf, PdfScanner } from './pdf-value.ts'

interface PdfObject {
  readonly value: PdfValue
  /** Bytes of its stream, a character each, still filtered; null where it has none. */
  readonly stream: string | null
}

/** Bytes of all streams together that are unpacked. */
const MOST_UNPACKED_BYTES = 4 * MOST_PART_BYTES
/** References that are followed from one to the next. */
const MOST_STEPS = 32

/**
 * The objects of a PDF (ISO 32000-2, 7.5), found by where they stand and not by the table of places, which attackers and damage make wrong; of two of one number
 * the later holds. Streams are unpacked where they are packed by Flate, or not at all.
 */
export class PdfFile {
  readonly #objects = new Map<number, PdfObject>()
  #unpacked = 0
  /** Whether it needs a password; null streams then mean nothing. */
  readonly isEncrypted: boolean

  /** @param text the file's bytes, a character each */
  constructor(text: string) {
    const head = /(?<![\d])(\d{1,9})[ \t\r\n]{1,8}\d{1,5}[ \t\r\n]{1,8}obj\b/g
    for (let found = head.exec(text); found !== null; found = head.exec(text)) {
      const scanner = new PdfScanner(text, head.lastIndex)
      const token = scanner.next()
      if (token?.kind !== 'value') continue
      const after = scanner.next()
      const isStream = after?.kind === 'operator' && after.operator === 'stream'
      this.#objects.set(Number(found[1]), { value: token.value, stream: isStream ? streamAt(text, scanner.position, token.value) : null })
      head.lastIndex = Math.max(head.lastIndex, scanner.position)
    }
    this.isEncrypted = /\/Encrypt\s+\d+\s+\d+\s+R/.test(text) || [...this.#objects.values()].some(({ value }) => isOf(value, 'dictionary') && value.entries.has('Encrypt'))
    if (!this.isEncrypted) this.#readPackedObjects()
  }

  /** All dictionaries, by the numbers of their objects. */
  * dictionaries(): Generator<readonly [number, PdfDictionary]> {
    for (const [number, { value }] of this.#objects) if (isOf(value, 'dictionary')) yield [number, value]
  }

  /** What a value is, behind references. */
  resolve(value: PdfValue | undefined): PdfValue {
    let at = value ?? null
    for (let step = 0; isOf(at, 'reference') && step < MOST_STEPS; step++) at = this.#objects.get(at.number)?.value ?? null
    return isOf(at, 'reference') ? null : at
  }

  dictionary(value: PdfValue | undefined): PdfDictionary | null {
    const found = this.resolve(value)
    return isOf(found, 'dictionary') ? found : null
  }

  /** The content of a stream; null where there is none or it cannot be unpacked. */
  content(value: PdfValue | undefined): string | null {
    let at = value
    for (let step = 0; isOf(at, 'reference') && step < MOST_STEPS; step++) {
      const object = this.#objects.get(at.number)
      if (object?.stream !== null && object !== undefined) return this.#unpack(object)
      at = object?.value
    }
    return null
  }

  #unpack({ value, stream }: PdfObject): string | null {
    if (!isOf(value, 'dictionary') || stream === null || this.#unpacked > MOST_UNPACKED_BYTES) return null
    const filter = this.resolve(value.entries.get('Filter'))
    const names = (isOf(filter, 'array') ? filter.items.map(each => this.resolve(each)) : filter === null ? [] : [filter]).map(each => (isOf(each, 'name') ? each.name : ''))
    if (names.length === 0) return stream
    if (names.length > 1 || (names[0] !== 'FlateDecode' && names[0] !== 'Fl')) return null
    const parameters = this.dictionary(value.entries.get('DecodeParms'))
    const predictor = this.resolve(parameters?.entries.get('Predictor'))
    if (typeof predictor === 'number' && predictor > 1) return null
    const unpacked = inflated(Buffer.from(stream, 'latin1'))
    this.#unpacked += unpacked?.length ?? 0
    return unpacked
  }

  /** Objects in streams of objects (7.5.7). */
  #readPackedObjects(): void {
    for (const object of this.#objects.values()) {
      if (!isOf(object.value, 'dictionary')) continue
      const { entries } = object.value
      const type = entries.get('Type')
      const first = this.resolve(entries.get('First'))
      if (!isOf(type, 'name') || type.name !== 'ObjStm' || typeof first !== 'number') continue
      const content = this.#unpack(object)
      if (content === null) continue
      const places = content.slice(0, first).trim().split(/\s+/).map(Number)
      for (let at = 0; at + 1 < places.length; at += 2) {
        const token = new PdfScanner(content, first + places[at + 1]!).next()
        if (token?.kind === 'value' && Number.isInteger(places[at]) && !this.#objects.has(places[at]!)) this.#objects.set(places[at]!, { value: token.value, stream: null })
      }
    }
  }
}

/** By its length where that leads to its end, else up to the next end. */
function streamAt(text: string, position: number, value: PdfValue): string {
  const from = position + (text.startsWith('\r\n', position) ? 2 : 1)
  const length = isOf(value, 'dictionary') ? value.entries.get('Length') : undefined
  if (typeof length === 'number' && length >= 0 && /^\s*endstream/.test(text.slice(from + length, from + length + 16))) return text.slice(from, from + length)
  const end = text.indexOf('endstream', from)
  return text.slice(from, end < 0 ? text.length : end).replace(/\r?\n$/, '')
}

/** A stream that is cut off or damaged gives nothing of itself. */
function inflated(bytes: Buffer): string | null {
  for (const inflate of [inflateSync, inflateRawSync]) {
    try {
      return inflate(bytes, { maxOutputLength: MOST_PART_BYTES }).toString('latin1')
    } catch {
      // Some writers leave the head out.
    }
  }
  return null
}
