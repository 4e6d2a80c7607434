import { MAX_WILDCARD_LENGTH } from './defaults.ts'
import type { Pattern, Wildcard } from './pattern.ts'
import { literalOf, PatternBuilder } from './pattern.ts'
import { QuerySyntaxError } from './query-syntax-error.ts'

const BLANK = /\s/
const NAME = /[\p{L}\p{N}_@][\p{L}\p{N}_@.-]*/uy
const WORD_END = /[\s()"|]/
const BOUND_END = /[\s\]}"]/
/** In a word a backslash takes the meaning from any of these; before anything else it is a backslash (`C:\Windows`). */
const ESCAPABLE_IN_WORD = /[\\"*?()[\]{}|:<>=\s]/
const ESCAPABLE_IN_QUOTES = /[\\"*?]/

/** Reads the pieces of a query from left to right; knows words, quotes and escapes, and nothing of their order. */
export class Scanner {
  readonly text: string
  at = 0

  constructor(text: string) {
    this.text = text
  }

  get done(): boolean {
    return this.at >= this.text.length
  }

  /** The next character; empty at the end. */
  get next(): string {
    return this.text.charAt(this.at)
  }

  skipBlanks(): void {
    while (!this.done && BLANK.test(this.next)) this.at++
  }

  /** Steps over the given text if it comes next. */
  take(expected: string): boolean {
    if (!this.text.startsWith(expected, this.at)) return false
    this.at += expected.length
    return true
  }

  /** True when the keyword comes next as a word of its own, in any case. */
  sees(keyword: string): boolean {
    const end = this.at + keyword.length
    return this.text.slice(this.at, end).toLowerCase() === keyword && (end >= this.text.length || WORD_END.test(this.text.charAt(end)))
  }

  takeKeyword(keyword: string): boolean {
    if (!this.sees(keyword)) return false
    this.at += keyword.length
    return true
  }

  /** `span=`: a word and the sign after it, blanks allowed between. */
  takeKeywordBefore(keyword: string, sign: string): boolean {
    const from = this.at
    if (this.takeName()?.toLowerCase() === keyword) {
      this.skipBlanks()
      if (this.take(sign)) {
        this.skipBlanks()
        return true
      }
    }
    this.at = from
    return false
  }

  /** An unquoted field name, or null when none comes next. */
  takeName(): string | null {
    NAME.lastIndex = this.at
    const name = NAME.exec(this.text)?.[0]
    if (name === undefined) return null
    this.at += name.length
    return name
  }

  /** The text between quotes, in which nothing is a wildcard. */
  readQuotedName(): string {
    const builder: string[] = []
    this.#readQuoted(character => builder.push(character), wildcard => builder.push(wildcard))
    return builder.join('')
  }

  readQuoted(): Pattern {
    const from = this.at
    const builder = new PatternBuilder()
    this.#readQuoted(character => builder.addText(character), wildcard => builder.addWildcard(wildcard))
    return this.#bounded(builder.build(), from)
  }

  /** An unquoted value, up to a blank, a parenthesis or a pipe. */
  readWord(): Pattern {
    const pattern = this.#readUntil(WORD_END)
    if (this.next === '"') {
      this.fail('A quotation mark stands inside a word', 'Put the whole value in quotes, or write \\" for the mark itself')
    }
    return pattern
  }

  /** An unquoted end of a range. */
  readBoundWord(): Pattern {
    return this.#readUntil(BOUND_END)
  }

  fail(message: string, mend: string, position = this.at): never {
    throw new QuerySyntaxError({ position, message, mend })
  }

  #readUntil(end: RegExp): Pattern {
    const from = this.at
    const builder = new PatternBuilder()
    while (!this.done && !end.test(this.next)) {
      const character = this.next
      this.at++
      if (character === '\\' && !this.done && ESCAPABLE_IN_WORD.test(this.next)) {
        builder.addText(this.next)
        this.at++
      } else if (isWildcard(character)) {
        builder.addWildcard(character)
      } else {
        builder.addText(character)
      }
    }
    return this.#bounded(builder.build(), from)
  }

  #readQuoted(addText: (character: string) => void, addWildcard: (wildcard: Wildcard) => void): void {
    const from = this.at++
    while (!this.done) {
      const character = this.next
      this.at++
      if (character === '"') return
      if (character === '\\' && ESCAPABLE_IN_QUOTES.test(this.next)) {
        addText(this.next)
        this.at++
      } else if (isWildcard(character)) {
        addWildcard(character)
      } else {
        addText(character)
      }
    }
    this.fail('A quotation mark is not closed', 'Close it with ", and write \\" for one inside the value', from)
  }

  #bounded(pattern: Pattern, from: number): Pattern {
    const size = pattern.reduce((sum, part) => sum + ('text' in part ? part.text.length : 1), 0)
    if (literalOf(pattern) === null && size > MAX_WILDCARD_LENGTH) {
      const message = `A value with wildcards is longer than ${MAX_WILDCARD_LENGTH} characters`
      this.fail(message, 'Shorten it, or escape its wildcards as \\* and \\?', from)
    }
    return pattern
  }
}

function isWildcard(character: string): character is Wildcard {
  return character === '*' || character === '?'
}
