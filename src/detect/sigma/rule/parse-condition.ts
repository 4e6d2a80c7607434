import { MAX_CONDITION_DEPTH, MAX_CONDITION_LENGTH } from '../defaults.ts'
import type { ProblemCode } from './problem-catalogue.ts'
import type { Path, Report } from './problem.ts'
import type { Condition } from './rule.ts'
import { suggestName } from './suggest-name.ts'
import { compileText } from './text-matcher.ts'
import { joinParts, MANY } from './text-pattern.ts'

/**
 * Reads a condition (specification, "Condition"): `or` binds least, then `and`, `not`, `1 of`/`any of`/`all of`, parentheses. Words are
 * taken in any case. Null when something is wrong, which `report` then knows.
 */
export function parseCondition(text: string, identifiers: readonly string[], path: Path, report: Report): Condition | null {
  const fail = (code: ProblemCode, offset: number, terms: Record<string, string>) => report({ code, path, offset, terms })
  if (text.includes('|')) return fail('SIGMA-E034', text.indexOf('|'), {}), null
  if (text.length > MAX_CONDITION_LENGTH) {
    return fail('SIGMA-E003', 0, { reason: `a condition of more than ${MAX_CONDITION_LENGTH} characters` }), null
  }
  try {
    return new ConditionReader(text, identifiers).read()
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error
    fail(error.code, error.offset, { condition: text, ...error.terms })
    return null
  }
}

class ConditionError extends Error {
  readonly code: ProblemCode
  readonly offset: number
  readonly terms: Record<string, string>

  constructor(code: ProblemCode, offset: number, terms: Record<string, string>) {
    super(code)
    this.code = code
    this.offset = offset
    this.terms = terms
  }
}

interface Token {
  readonly text: string
  /** Lower case. */
  readonly word: string
  readonly offset: number
}

const RESERVED = new Set(['and', 'or', 'not', 'of', '(', ')'])
const COUNTS: ReadonlyMap<string, 'any' | 'all'> = new Map([['1', 'any'], ['any', 'any'], ['all', 'all']])

/** Recursive descent over the tokens; throws {@link ConditionError} and nothing else. */
class ConditionReader {
  readonly #tokens: readonly Token[]
  readonly #identifiers: readonly string[]
  readonly #end: number
  #at = 0

  constructor(text: string, identifiers: readonly string[]) {
    const found = [...text.matchAll(/[()]|[^\s()]+/g)]
    this.#tokens = found.map(({ 0: token, index }) => ({ text: token, word: token.toLowerCase(), offset: index }))
    this.#identifiers = identifiers
    this.#end = text.length
  }

  read(): Condition {
    const condition = this.#chain('or', 0)
    const rest = this.#tokens[this.#at]
    if (rest !== undefined) this.#fail(rest.word === ')' ? 'a ")" without its "("' : `"and" or "or" is missing before "${rest.text}"`)
    return condition
  }

  #chain(kind: 'or' | 'and', depth: number): Condition {
    const next = () => (kind === 'or' ? this.#chain('and', depth) : this.#negation(depth))
    const of = [next()]
    while (this.#take(kind)) of.push(next())
    return of.length === 1 ? of[0]! : { kind, of }
  }

  #negation(depth: number): Condition {
    if (depth > MAX_CONDITION_DEPTH) this.#fail(`nested more than ${MAX_CONDITION_DEPTH} deep`)
    return this.#take('not') ? { kind: 'not', of: this.#negation(depth + 1) } : this.#operand(depth)
  }

  #operand(depth: number): Condition {
    const token = this.#tokens[this.#at]
    if (token === undefined) return this.#fail('it ends where an identifier is expected')
    this.#at++
    if (token.word === '(') {
      const inner = this.#chain('or', depth + 1)
      if (!this.#take(')')) this.#fail('a "(" without its ")"')
      return inner
    }
    if (this.#tokens[this.#at]?.word === 'of') return this.#quantified(token)
    if (RESERVED.has(token.word)) return this.#fail(`"${token.text}" stands where an identifier is expected`, token)
    if (!this.#identifiers.includes(token.text)) {
      const suggestion = suggestName(token.text, this.#identifiers)
      throw new ConditionError('SIGMA-E032', token.offset, { identifier: token.text, suggestion })
    }
    return { kind: 'identifier', name: token.text }
  }

  #quantified(countToken: Token): Condition {
    const count = COUNTS.get(countToken.word)
    if (count === undefined) return this.#fail(`"${countToken.text} of" is none of "1 of", "any of" and "all of"`, countToken)
    this.#at++
    const token = this.#tokens[this.#at]
    if (token === undefined || RESERVED.has(token.word)) return this.#fail('"of" without a pattern or "them"')
    this.#at++
    const names = this.#matching(token)
    if (names.length === 0) throw new ConditionError('SIGMA-E033', token.offset, { pattern: token.text })
    return { kind: 'quantified', count, pattern: token.text, names }
  }

  /** Identifiers that begin with `_` are meant only by a pattern that begins so too. */
  #matching({ text, word }: Token): string[] {
    const pattern = word === 'them' ? '*' : text
    const matcher = compileText(joinParts(pattern.split(/(\*)/).map(part => (part === '*' ? MANY : part))))
    return this.#identifiers.filter(name => (pattern.startsWith('_') || !name.startsWith('_')) && matcher.test(name))
  }

  #take(word: string): boolean {
    if (this.#tokens[this.#at]?.word !== word) return false
    this.#at++
    return true
  }

  #fail(reason: string, token = this.#tokens[this.#at]): never {
    throw new ConditionError('SIGMA-E031', token?.offset ?? this.#end, { reason })
  }
}
