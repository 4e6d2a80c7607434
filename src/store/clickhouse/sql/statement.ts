import { EngineException } from '../engine-exception.ts'
import { sqlTokens } from './sql-tokens.ts'
import type { SqlToken } from './sql-tokens.ts'

/** One statement, taken apart as far as its transport needs it. */
export type Statement =
  | RowsStatement
  | InsertStatement
  /** Looks for running queries by the ids that we were given; the engine knows them as `log_comment`. */
  | { readonly kind: 'kill'; readonly text: string; readonly format: string | null }
  | { readonly kind: 'command'; readonly text: string }

/** Gives rows: `head FORMAT format tail`. */
export interface RowsStatement {
  readonly kind: 'rows'
  readonly head: string
  readonly format: string | null
  readonly tail: string
}

/** Takes rows from a body: `head SETTINGS … FORMAT format`, and what follows in the text itself is the start of the data. */
export interface InsertStatement {
  readonly kind: 'insert'
  readonly head: string
  readonly settings: string
  readonly format: string
  /** Where the data begins in the text. */
  readonly dataFrom: number
}

/** A statement and the names of the parameters it speaks of, as in `{name:Type}`. */
export interface ReadStatement {
  readonly statement: Statement
  readonly parameters: ReadonlySet<string>
}

/** Where `system.processes` shows the id that a request gave its query. */
export const OUR_QUERY_ID = `Settings['log_comment']`

const ROWS = new Set(['SELECT', 'WITH', 'FROM', 'SHOW', 'DESCRIBE', 'DESC', 'EXPLAIN', 'EXISTS', 'VALUES', '('])

/**
 * Reads one statement.
 *
 * @throws {EngineException} for more than one statement, and for files of the server: neither can be had over HTTP.
 */
export function readStatement(text: string): ReadStatement {
  const reader = new StatementReader(text)
  return { statement: reader.read(), parameters: reader.parameters }
}

class StatementReader {
  readonly parameters = new Set<string>()
  readonly #text: string
  /** Tokens outside brackets, in order. */
  readonly #outer: SqlToken[] = []
  readonly #outerWords = new Set<string>()
  /** Where a `KILL QUERY` speaks of `query_id`. */
  readonly #queryIds: SqlToken[] = []
  #end: number

  constructor(text: string) {
    this.#text = text
    this.#end = text.length
  }

  read(): Statement {
    const insert = this.#scan()
    if (insert !== null) return insert
    const body = this.#text.slice(0, this.#end)
    const first = this.#wordAt(0)
    if (first === 'KILL') return this.#readKill()
    if (ROWS.has(first) && !this.#outerWords.has('INSERT')) {
      const { text, format, tail } = this.#withoutFormat(body)
      return { kind: 'rows', head: text, format, tail }
    }
    return { kind: 'command', text: body }
  }

  /** Goes over the tokens, and stops early where the data of an insert begins. */
  #scan(): InsertStatement | null {
    let depth = 0
    let earlier: SqlToken | null = null
    let opened: SqlToken | null = null
    for (const token of sqlTokens(this.#text)) {
      const mark = token.kind === 'mark' ? this.#text[token.from] : ''
      if (this.#end < this.#text.length) throw new EngineException(62, 'SYNTAX_ERROR', 'Syntax error (Multi-statements are not allowed)')
      if (mark === ':' && earlier?.kind === 'word' && opened !== null) this.parameters.add(this.#textOf(earlier))
      opened = earlier !== null && this.#text[earlier.from] === '{' && earlier.kind === 'mark' ? earlier : null
      if (mark === '(' || mark === '[' || mark === '{') depth++
      if (depth === 0 || (depth === 1 && mark === '(' && this.#outer.length === 0)) {
        if (mark === ';') this.#end = token.from
        else {
          this.#outer.push(token)
          this.#outerWords.add(this.#wordAt(this.#outer.length - 1))
        }
        this.#refuseFiles()
        const insert = this.#insertAt(token)
        if (insert !== null) return insert
      }
      if (mark === ')' || mark === ']' || mark === '}') depth--
      // In `{query_id:String}` it is a parameter.
      if (opened === null && this.#wordAt(0) === 'KILL' && this.#textOf(token) === 'query_id') this.#queryIds.push(token)
      earlier = token
    }
    return null
  }

  /** The engine makes its own `query_id`, which cannot be chosen; ours is the comment of the query. */
  #readKill(): Statement {
    const { text, format } = this.#withoutFormat(this.#text.slice(0, this.#end))
    let renamed = ''
    let from = 0
    for (const token of this.#queryIds) {
      renamed += `${text.slice(from, token.from)}${OUR_QUERY_ID}`
      from = token.to
    }
    return { kind: 'kill', text: renamed + text.slice(from), format }
  }

  #refuseFiles(): void {
    const last = this.#wordAt(this.#outer.length - 1)
    if (last !== 'OUTFILE' && last !== 'INFILE') return
    const before = this.#wordAt(this.#outer.length - 2)
    if (before !== 'INTO' && before !== 'FROM') return
    throw new EngineException(48, 'NOT_IMPLEMENTED', `${before} ${last} is not possible over HTTP`)
  }

  /** The insert whose data begins behind this token: `VALUES`, or the name after `FORMAT`. */
  #insertAt(token: SqlToken): InsertStatement | null {
    if (this.#wordAt(0) !== 'INSERT' || this.#outerWords.has('SELECT') || this.#outerWords.has('WITH')) return null
    const isValues = this.#wordAt(this.#outer.length - 1) === 'VALUES'
    const isFormat = this.#wordAt(this.#outer.length - 2) === 'FORMAT' && token.kind === 'word'
    if (!isValues && !isFormat) return null
    const settings = this.#outer.find((_, index) => index > 1 && this.#wordAt(index) === 'SETTINGS')
    const data = isValues ? token.from : (this.#outer.at(-2)?.from ?? token.from)
    return {
      kind: 'insert',
      head: this.#text.slice(0, settings?.from ?? data),
      settings: settings === undefined ? '' : this.#text.slice(settings.from, data),
      format: isValues ? 'Values' : this.#textOf(token),
      dataFrom: token.to,
    }
  }

  /** The last `FORMAT name`, when only `SETTINGS` may follow it: elsewhere the word is a column or a function. */
  #withoutFormat(body: string): { text: string; format: string | null; tail: string } {
    for (let index = this.#outer.length - 2; index > 0; index--) {
      const [word, name, next] = this.#outer.slice(index, index + 3)
      if (word === undefined || name?.kind !== 'word' || this.#wordAt(index) !== 'FORMAT') continue
      if (next !== undefined && this.#text[next.from] !== ';' && this.#wordAt(index + 2) !== 'SETTINGS') continue
      return { text: body.slice(0, word.from), format: body.slice(name.from, name.to), tail: body.slice(name.to) }
    }
    return { text: body, format: null, tail: '' }
  }

  #wordAt(index: number): string {
    const token = this.#outer[index]
    return token?.kind === 'word' || token?.kind === 'mark' ? this.#textOf(token).toUpperCase() : ''
  }

  #textOf(token: SqlToken): string {
    return this.#text.slice(token.from, token.to)
  }
}
