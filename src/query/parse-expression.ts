import { MAX_QUERY_DEPTH, MAX_QUERY_TERMS } from './defaults.ts'
import { parseValueTest } from './parse-value.ts'
import { isAny } from './pattern.ts'
import type { Expression } from './query.ts'
import type { Scanner } from './scanner.ts'

/**
 * ```
 * or      = and { "or" and }
 * and     = not { [ "and" ] not }
 * not     = "not" not | primary
 * primary = "(" or ")" | phrase | name ":" ( value | "(" list ")" ) | word
 * ```
 * A list is the same with values as its primaries.
 */
export function parseExpression(scanner: Scanner): Expression {
  scanner.skipBlanks()
  if (scanner.done || scanner.next === '|') return { kind: 'all', span: { from: scanner.at, to: scanner.at } }
  return new ExpressionParser(scanner).parseOr(null)
}

class ExpressionParser {
  readonly #scanner: Scanner
  #depth = 0
  #terms = 0

  constructor(scanner: Scanner) {
    this.#scanner = scanner
  }

  /** @param field whose list this is; null outside lists */
  parseOr(field: string | null): Expression {
    const terms = [this.#parseAnd(field)]
    while (this.#takeKeyword('or')) terms.push(this.#parseAnd(field))
    return joined('or', terms)
  }

  #parseAnd(field: string | null): Expression {
    const terms = [this.#parseNot(field)]
    while (!this.#atEndOfAnd()) {
      this.#takeKeyword('and')
      terms.push(this.#parseNot(field))
    }
    return joined('and', terms)
  }

  #atEndOfAnd(): boolean {
    const scanner = this.#scanner
    scanner.skipBlanks()
    return scanner.done || scanner.next === ')' || scanner.next === '|' || scanner.sees('or')
  }

  #parseNot(field: string | null): Expression {
    this.#scanner.skipBlanks()
    const from = this.#scanner.at
    if (!this.#scanner.takeKeyword('not')) return this.#parsePrimary(field)
    const term = this.#deeper(from, () => this.#parseNot(field))
    return { kind: 'not', term, span: { from, to: term.span.to } }
  }

  #parsePrimary(field: string | null): Expression {
    const scanner = this.#scanner
    const from = scanner.at
    this.#expectTerm()
    if (scanner.take('(')) return this.#parseGroup(from, field)
    if (++this.#terms > MAX_QUERY_TERMS) {
      scanner.fail(`The query has more than ${MAX_QUERY_TERMS} terms`, 'Split it, or use a wildcard or a range for many values', from)
    }
    return field === null ? this.#parseTerm(from) : this.#parseTest(field, from)
  }

  #parseGroup(from: number, field: string | null): Expression {
    const inner = this.#deeper(from, () => this.parseOr(field))
    this.#scanner.skipBlanks()
    if (!this.#scanner.take(')')) this.#scanner.fail('A parenthesis is not closed', 'Close it with )', from)
    return { ...inner, span: { from, to: this.#scanner.at } }
  }

  #parseTerm(from: number): Expression {
    const scanner = this.#scanner
    const name = scanner.next === '"' ? this.#parseQuotedName() : scanner.takeName()
    if (name !== null && scanner.take(':')) {
      if (name === '') scanner.fail('A field name is empty', 'Write the name of a field before the colon', from)
      scanner.skipBlanks()
      const list = scanner.at
      return scanner.take('(') ? this.#parseList(name, from, list) : this.#parseTest(name, from)
    }
    scanner.at = from
    const quoted = scanner.next === '"'
    const pattern = quoted ? scanner.readQuoted() : scanner.readWord()
    if (pattern.length === 0) scanner.fail('A phrase is empty', 'Write what the events must contain, or * for all', from)
    const span = { from, to: scanner.at }
    return isAny(pattern) ? { kind: 'all', span } : { kind: 'text', pattern, span }
  }

  /** Null, at the opening quote again, when what is quoted is a phrase. */
  #parseQuotedName(): string | null {
    const name = this.#scanner.readQuotedName()
    return this.#scanner.next === ':' ? name : null
  }

  #parseList(field: string, from: number, list: number): Expression {
    const inner = this.#parseGroup(list, field)
    return { ...inner, span: { from, to: this.#scanner.at } }
  }

  #parseTest(field: string, from: number): Expression {
    const test = parseValueTest(this.#scanner, field)
    return { kind: 'field', field, test, span: { from, to: this.#scanner.at } }
  }

  /** Says what stands where a term should be. */
  #expectTerm(): void {
    const scanner = this.#scanner
    if (scanner.done) scanner.fail('The query ends where a term should follow', 'Write field:value, a word or a phrase')
    if (scanner.next === ')') scanner.fail('A term is missing before the parenthesis', 'Write field:value, a word or a phrase')
    if (scanner.next === '|') scanner.fail('A term is missing before the pipe', 'Write field:value, a word or a phrase')
    for (const keyword of ['and', 'or']) {
      if (!scanner.sees(keyword)) continue
      scanner.fail(`A term is missing before "${keyword}"`, `Write a term on both sides, or quote the word: "${keyword}"`)
    }
  }

  #takeKeyword(keyword: string): boolean {
    this.#scanner.skipBlanks()
    return this.#scanner.takeKeyword(keyword)
  }

  #deeper<T>(from: number, parse: () => T): T {
    if (++this.#depth > MAX_QUERY_DEPTH) {
      this.#scanner.fail(`Parentheses and "not" are nested more than ${MAX_QUERY_DEPTH} deep`, 'Write the condition flatter', from)
    }
    const result = parse()
    this.#depth--
    return result
  }
}

function joined(kind: 'and' | 'or', terms: readonly Expression[]): Expression {
  const [first] = terms
  return terms.length === 1 ? first! : { kind, terms, span: { from: first!.span.from, to: terms.at(-1)!.span.to } }
}
