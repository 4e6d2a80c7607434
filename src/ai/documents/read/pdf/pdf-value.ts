/** Values of PDF (ISO 32000-2, 7.3). */
export type PdfValue = null | boolean | number | PdfName | PdfText | PdfReference | PdfArray | PdfDictionary

export interface PdfName { readonly kind: 'name'; readonly name: string }
/** Bytes, a character each. */
export interface PdfText { readonly kind: 'text'; readonly bytes: string }
export interface PdfReference { readonly kind: 'reference'; readonly number: number }
export interface PdfArray { readonly kind: 'array'; readonly items: readonly PdfValue[] }
export interface PdfDictionary { readonly kind: 'dictionary'; readonly entries: ReadonlyMap<string, PdfValue> }

/** What a content stream or a body is made of. */
export type PdfToken = { readonly kind: 'value'; readonly value: PdfValue; readonly offset: number } | { readonly kind: 'operator'; readonly operator: string; readonly offset: number }

/** Arrays and dictionaries within one another; what is deeper is read as if it were not. */
const MOST_DEPTH = 64
const SPACE = /[\0\t\n\f\r ]/
const DELIMITER = /[()<>[\]{}/%]/
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

/** Reads values and operators one after another; whatever is wrong is passed over. */
export class PdfScanner {
  readonly #text: string
  #at: number

  /** @param text bytes, a character each */
  constructor(text: string, at = 0) {
    this.#text = text
    this.#at = at
  }

  get position(): number {
    return this.#at
  }

  /** Moves on: behind the data of an inline picture. */
  skipTo(position: number): void {
    this.#at = Math.max(this.#at, position)
  }

  /** Null at the end. */
  next(depth = 0): PdfToken | null {
    this.#skipSpace()
    const offset = this.#at
    const first = this.#text[offset]
    if (first === undefined) return null
    const value = (of: PdfValue): PdfToken => ({ kind: 'value', value: of, offset })
    if (first === '/') return value({ kind: 'name', name: this.#name() })
    if (first === '(') return value({ kind: 'text', bytes: this.#literal() })
    if (first === '<' && this.#text[offset + 1] !== '<') return value({ kind: 'text', bytes: this.#hex() })
    if ((first === '[' || first === '<') && depth < MOST_DEPTH) return value(this.#collection(first, depth))
    if (/[\d+.-]/.test(first)) {
      const word = this.#word()
      const number = Number(word)
      return Number.isFinite(number) ? value(number) : value(0)
    }
    if (DELIMITER.test(first)) {
      this.#at += this.#text.startsWith('>>', offset) ? 2 : 1
      return { kind: 'operator', operator: this.#text.slice(offset, this.#at), offset }
    }
    const word = this.#word()
    return word === 'true' || word === 'false' ? value(word === 'true') : word === 'null' ? value(null) : { kind: 'operator', operator: word, offset }
  }

  #collection(first: string, depth: number): PdfValue {
    this.#at += first === '[' ? 1 : 2
    const end = first === '[' ? ']' : '>>'
    const items: PdfValue[] = []
    for (let token = this.next(depth + 1); token !== null; token = this.next(depth + 1)) {
      if (token.kind === 'operator') {
        if (token.operator === end || token.operator === 'endobj' || token.operator === 'stream') break
        const [number, generation] = items.slice(-2)
        if (token.operator === 'R' && typeof number === 'number' && typeof generation === 'number') items.splice(-2, 2, { kind: 'reference', number })
      } else {
        items.push(token.value)
      }
    }
    if (end === ']') return { kind: 'array', items }
    const entries = new Map<string, PdfValue>()
    for (let at = 0; at + 1 < items.length; at += 2) {
      const key = items[at]
      if (isOf(key, 'name')) entries.set(key.name, items[at + 1]!)
    }
    return { kind: 'dictionary', entries }
  }

  #skipSpace(): void {
    for (;;) {
      while (this.#at < this.#text.length && SPACE.test(this.#text[this.#at]!)) this.#at++
      if (this.#text[this.#at] !== '%') return
      while (this.#at < this.#text.length && !/[\r\n]/.test(this.#text[this.#at]!)) this.#at++
    }
  }

  #word(): string {
    const from = this.#at++
    while (this.#at < this.#text.length && !SPACE.test(this.#text[this.#at]!) && !DELIMITER.test(this.#text[this.#at]!)) this.#at++
    return this.#text.slice(from, this.#at)
  }

  #name(): string {
    return this.#word().slice(1).replaceAll(/#([\da-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  }

  #hex(): string {
    const close = this.#text.indexOf('>', this.#at)
    const end = close < 0 ? this.#text.length : close
    const digits = this.#text.slice(this.#at + 1, end).replaceAll(/[^\da-fA-F]/g, '')
    this.#at = end + 1
    return (digits.length % 2 === 0 ? digits : `${digits}0`).replaceAll(/../g, pair => String.fromCharCode(Number.parseInt(pair, 16)))
  }

  #literal(): string {
    const pieces: string[] = []
    let depth = 0
    for (this.#at++; this.#at < this.#text.length; this.#at++) {
      const character = this.#text[this.#at]!
      if (character === '\\') {
        pieces.push(this.#escape())
        continue
      }
      if (character === '(') depth++
      else if (character === ')' && depth-- === 0) break
      pieces.push(character)
    }
    this.#at++
    return pieces.join('')
  }

  /** What stands behind a backslash; leaves the place at its last character. */
  #escape(): string {
    const octal = /[0-7]{1,3}/y
    octal.lastIndex = ++this.#at
    const digits = octal.exec(this.#text)?.[0]
    if (digits !== undefined) {
      this.#at += digits.length - 1
      return String.fromCharCode(Number.parseInt(digits, 8) & 0xff)
    }
    const character = this.#text[this.#at] ?? ''
    if (character === '\r' && this.#text[this.#at + 1] === '\n') this.#at++
    return character === '\r' || character === '\n' ? '' : ESCAPES[character] ?? character
  }
}

type Kinds = Exclude<PdfValue, null | boolean | number>

export function isOf<Kind extends Kinds['kind']>(value: PdfValue | undefined, kind: Kind): value is Extract<Kinds, { readonly kind: Kind }> {
  return typeof value === 'object' && value !== null && value.kind === kind
}
