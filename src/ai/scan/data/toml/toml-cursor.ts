import { TomlFault } from './toml-problem.ts'

const BLANK = /[ \t]*/y
const COMMENT = /#[^\n]*/y
const BARE_KEY = /[\w-]+/y
/** What may stand in a text as it is; of one over several lines, line ends too. */
const PLAIN_BASIC = /[^"\\\u0000-\u0008\u000a-\u001f\u007f]+/y
const PLAIN_BASIC_LINES = /[^"\\\u0000-\u0008\u000b-\u001f\u007f]+/y
const LITERAL = /[^'\u0000-\u0008\u000a-\u001f\u007f]*/y
const LITERAL_LINES = /[^'\u0000-\u0008\u000b-\u001f\u007f]+/y
const LINE_END_ESCAPE = /\\[ \t]*\n[ \t\n]*/y
const HEX_ESCAPE = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8}))/y
const ESCAPES: Readonly<Record<string, string>> = { b: '\b', t: '\t', n: '\n', f: '\f', r: '\r', e: '\u001b', '"': '"', '\\': '\\' }
/** Dates may have a blank between day and time. */
const WORD = /\d{4}-\d\d-\d\d \d\d:[\d:.+\-zZ]*|[\w+.:-]+/y

/** A place in a text of TOML (v1.1.0) and what can be read there. Every step goes on, none goes back: the time is linear in the text. */
export class TomlCursor {
  readonly text: string
  at = 0

  constructor(text: string) {
    this.text = text
  }

  get isEnd(): boolean {
    return this.at >= this.text.length
  }

  get line(): number {
    return this.text.slice(0, this.at).split('\n').length
  }

  take(sign: string): boolean {
    if (!this.text.startsWith(sign, this.at)) return false
    this.at += sign.length
    return true
  }

  skipBlanks(): void {
    this.#match(BLANK)
  }

  /** Blanks, comments and line ends. */
  skipLines(): void {
    do {
      this.#match(BLANK)
      this.#match(COMMENT)
    } while (this.take('\n'))
  }

  /** To the end of a line on which nothing but a comment follows. */
  endLine(): void {
    this.#match(BLANK)
    this.#match(COMMENT)
    if (!this.isEnd && !this.take('\n')) throw new TomlFault('more-in-line')
  }

  /** One part of a key: bare, or in quotes. */
  keyPart(): string {
    const bare = this.#match(BARE_KEY)
    if (bare !== null) return bare[0]
    return this.take('"') ? this.#basic() : this.take("'") ? this.#literal() : fail('no-key')
  }

  /** A text in quotes, or null where none begins. */
  quoted(): string | null {
    if (this.take('"""')) return this.#lines('"', PLAIN_BASIC_LINES)
    if (this.take("'''")) return this.#lines("'", LITERAL_LINES)
    return this.take('"') ? this.#basic() : this.take("'") ? this.#literal() : null
  }

  /** What a number, a date or a word is written with. */
  word(): string {
    return this.#match(WORD)?.[0] ?? fail('no-value')
  }

  #basic(): string {
    let value = ''
    for (;;) {
      value += this.#match(PLAIN_BASIC)?.[0] ?? ''
      if (this.take('"')) return value
      value += this.#escape()
    }
  }

  #literal(): string {
    const value = this.#match(LITERAL)?.[0] ?? ''
    return this.take("'") ? value : this.#unended()
  }

  /** Up to three quotes in a row; the last three of five close it. */
  #lines(quote: '"' | "'", plain: RegExp): string {
    this.take('\n')
    let value = ''
    for (;;) {
      value += this.#match(plain)?.[0] ?? ''
      if (this.take(quote.repeat(3))) {
        for (let more = 0; more < 2 && this.take(quote); more++) value += quote
        return value
      }
      if (this.take(quote)) value += quote
      else if (quote === '"' && this.#match(LINE_END_ESCAPE) === null) value += this.#escape()
      else if (quote === "'") this.#unended()
    }
  }

  #escape(): string {
    if (this.text[this.at] !== '\\') return this.#unended()
    const hex = this.#match(HEX_ESCAPE)
    if (hex !== null) {
      const point = Number.parseInt(hex[1] ?? hex[2] ?? hex[3]!, 16)
      return point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff) ? fail('bad-escape') : String.fromCodePoint(point)
    }
    const escaped = ESCAPES[this.text[this.at + 1] ?? '']
    if (escaped === undefined) return fail('bad-escape')
    this.at += 2
    return escaped
  }

  #unended(): never {
    return fail(this.isEnd || this.text[this.at] === '\n' ? 'open-text' : 'bad-character')
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)
    if (found !== null) this.at = pattern.lastIndex
    return found
  }
}

function fail(problem: ConstructorParameters<typeof TomlFault>[0]): never {
  throw new TomlFault(problem)
}
