/**
 * A condition as SQL between two bounds: `must` holds for every event that meets it (and maybe others), `sure` only for such events. Where
 * they differ, memory decides. Equal texts mean that SQL alone is exact.
 */
export interface SqlBounds {
  readonly must: string
  readonly sure: string
  /** Holds wherever `must` does, and reads less: what is asked of every row where the rest is dear. Absent where `must` itself is that. */
  readonly first?: string
}

export const ALL: SqlBounds = { must: '1', sure: '1' }
export const NONE: SqlBounds = { must: '0', sure: '0' }
/** SQL cannot tell. */
export const UNSURE: SqlBounds = { must: '1', sure: '0' }

export function exactly(sql: string): SqlBounds {
  return { must: sql, sure: sql }
}

export function isExact({ must, sure }: SqlBounds): boolean {
  return must === sure
}

export function allOf(terms: readonly SqlBounds[]): SqlBounds {
  return joined(terms, 'AND', '1', '0')
}

export function anyOf(terms: readonly SqlBounds[]): SqlBounds {
  return joined(terms, 'OR', '0', '1')
}

export function notOf({ must, sure, first }: SqlBounds): SqlBounds {
  return { must: negated(sure), sure: negated(must), ...(first === undefined ? {} : { first: '1' }) }
}

function joined(terms: readonly SqlBounds[], word: 'AND' | 'OR', neutral: string, decides: string): SqlBounds {
  return {
    must: join(terms.map(({ must }) => must), word, neutral, decides),
    sure: join(terms.map(({ sure }) => sure), word, neutral, decides),
    ...(terms.every(({ first }) => first === undefined) ? {} : { first: join(terms.map(({ must, first }) => first ?? must), word, neutral, decides) }),
  }
}

function join(terms: readonly string[], word: 'AND' | 'OR', neutral: string, decides: string): string {
  if (terms.includes(decides)) return decides
  const needed = terms.filter(term => term !== neutral)
  if (needed.length === 0) return neutral
  return needed.length === 1 ? needed[0]! : `(${needed.join(` ${word} `)})`
}

function negated(sql: string): string {
  return sql === '1' ? '0' : sql === '0' ? '1' : `(NOT ${sql})`
}
