import type { CandidateBranch, CandidateCondition } from '../../model/event-candidates.ts'
import { fold } from '../fold.ts'
import { literalPattern } from '../pattern.ts'
import { SEARCH_COLUMN_NAMES, searchColumn } from './search-column.ts'
import type { SqlParameters } from './sql-parameters.ts'
import { exactWords } from './sql-value.ts'
import { ODDITY } from './stored-event.ts'
import { KIND, TEXT_KINDS } from './stored-value.ts'

/**
 * A condition that every event of the branch meets, and as few others as one pass over each column can tell apart. Unlike
 * `compileSql` it never says yes for certain; for that, thousands of texts sought in a field cost one search (`multiMatchAny` compiles them to
 * one automaton) instead of one each. Odd events of the datasets are all candidates.
 */
export function sqlCandidates({ datasets, where }: CandidateBranch, parameters: SqlParameters): string {
  const plain = new CandidateCompiler(parameters).compile(where)
  const conditions = plain === '1' ? '1' : `(oddity = ${ODDITY.odd} OR ${plain})`
  return datasets === null ? conditions : `dataset IN ${parameters.texts(datasets)} AND ${conditions}`
}

/** What the members of an `or` ask of one field. */
interface Sought {
  isAny: boolean
  readonly wholes: Set<string>
  readonly parts: Set<string>
}

class CandidateCompiler {
  readonly #parameters: SqlParameters
  /** The same text for the same field, so that the engine looks it up once. */
  readonly #values = new Map<string, string>()

  constructor(parameters: SqlParameters) {
    this.#parameters = parameters
  }

  compile(condition: CandidateCondition): string {
    switch (condition.kind) {
      case 'all':
        return '1'
      case 'and':
        return joined(condition.terms.map(term => this.compile(term)), 'AND')
      case 'or':
        return this.#anyOf(condition.terms)
      case 'text':
        return `left(${this.#valueOf(condition.field)}, 1) IN (${TEXT_KINDS.map(kind => `'${kind}'`).join(', ')})`
      case 'label': {
        const value = this.#valueOf(condition.field)
        return `(NOT startsWith(${value}, '${KIND.text}') OR lower(${value}) = ${this.#parameters.text(KIND.text + fold(condition.text))})`
      }
      default:
        return this.#anyOf([condition])
    }
  }

  #anyOf(terms: readonly CandidateCondition[]): string {
    const fields = new Map<string, Sought>()
    const texts = new Set<string>()
    const others: string[] = []
    const of = (field: string) => {
      let sought = fields.get(field)
      if (sought === undefined) fields.set(field, sought = { isAny: false, wholes: new Set(), parts: new Set() })
      return sought
    }
    for (const term of terms) {
      if (term.kind === 'present') of(term.field).isAny = true
      else if (term.kind === 'whole') of(term.field).wholes.add(fold(term.text))
      else if (term.kind === 'contains' && term.field !== null) of(term.field).parts.add(fold(term.text))
      else if (term.kind === 'contains') texts.add(JSON.stringify(fold(term.text)).slice(1, -1))
      else others.push(this.compile(term))
    }
    const inFields = [...fields].map(([field, sought]) => this.#fieldSql(field, sought))
    // The JSON of its fields has every text of an event.
    const inTexts = texts.size === 0 ? [] : [`(oddity = ${ODDITY.folded} OR ${this.#contains('fields', texts)})`]
    return joined([...inFields, ...others, ...inTexts], 'OR')
  }

  #fieldSql(field: string, { isAny, wholes, parts }: Sought): string {
    const value = this.#valueOf(field)
    const words = [...wholes].flatMap(text => exactWords({ is: 'pattern', pattern: literalPattern(text) }) ?? [])
    if (isAny || [...wholes, ...parts].some(text => !text.isWellFormed())) return `${value} != ''`
    // Members of lists, and texts in rare letters, are looked for as parts.
    const isRare = `left(${value}, 1) IN ('${KIND.list}', '${KIND.foldedText}')`
    return joined([
      ...(words.length === 0 ? [] : [`lower(${value}) IN ${this.#parameters.texts(words)}`, `(${isRare} AND ${this.#contains(value, wholes)})`]),
      ...(parts.size === 0 ? [] : [this.#contains(value, parts)]),
    ], 'OR')
  }

  #contains(value: string, texts: ReadonlySet<string>): string {
    if ([...texts].some(text => text === '' || !text.isWellFormed())) return `${value} != ''`
    return `multiMatchAny(${value}, ${this.#parameters.texts([...texts].map(literalRegex))})`
  }

  #valueOf(field: string): string {
    let value = this.#values.get(field)
    if (value === undefined) this.#values.set(field, value = `${SEARCH_COLUMN_NAMES[searchColumn(field)]}[${this.#parameters.text(field)}]`)
    return value
  }
}

/** The text as a regular expression without case. */
function literalRegex(text: string): string {
  return `(?i)${text.replace(/[\\^$.|?*+()[\]{}/-]/g, '\\$&').replaceAll('\0', '\\x00')}`
}

function joined(conditions: readonly string[], word: 'AND' | 'OR'): string {
  const [neutral, decides] = word === 'AND' ? ['1', '0'] : ['0', '1']
  if (conditions.includes(decides)) return decides
  const needed = conditions.filter(condition => condition !== neutral)
  if (needed.length === 0) return neutral
  return needed.length === 1 ? needed[0]! : `(${needed.join(` ${word} `)})`
}
