import { DELIMITERS, DIALECT_BYTES, DIALECT_ROWS, MAX_COLUMNS, MAX_HEAD_ROW } from './defaults.ts'
import { endsInQuotes, rowValues } from './row.ts'

/** How a CSV evidence is written. */
export interface Dialect {
  readonly delimiter: string
  /** One for each column, distinct. */
  readonly names: readonly string[]
  /** Lines before the first row: the header's, and one before it that PowerShell's Export-Csv writes. */
  readonly headerLines: number
}

/** The dialect of text that looks like CSV whatever its name: a header of plain names, and rows enough, all even, to be no accident. */
export function convincingDialect(head: string): Dialect | null {
  return findDialect(head, (header, { all, even }) => {
    return even === all && (all >= 2 || (all === 1 && header.length >= 3)) && header.every(name => name === name.trim())
  })
}

/** The dialect of text that is called CSV: a header alone is enough, blanks around its names are cut off, some rows may be uneven. */
export function anyDialect(head: string): Dialect | null {
  return findDialect(head, (_header, { all, even }) => even * 2 >= all)
}

/** The first line as a header, for text that has no dialect. */
export function fallbackDialect(head: string): Dialect {
  const [line = ''] = head.slice(0, DIALECT_BYTES).split(/\r?\n/)
  return { delimiter: ',', names: distinctNames(line.split(',').slice(0, MAX_COLUMNS)), headerLines: 1 }
}

/** The name of a column that the header does not name. */
export function columnName(index: number): string {
  return `column_${index + 1}`
}

/** How many of the first rows there are, and how many of them have as many values as the header. */
interface Rows {
  readonly all: number
  readonly even: number
}

type Convinces = (header: readonly string[], rows: Rows) => boolean

/** At least two columns, and rows that convince; the first delimiter with which it is so. */
function findDialect(head: string, convinces: Convinces): Dialect | null {
  const text = head.slice(0, DIALECT_BYTES).replace(/^\ufeff/, '')
  const typeLine = /^#TYPE [^\n]*\n/.exec(text)?.[0] ?? ''
  for (const delimiter of DELIMITERS) {
    const [first = '', ...rows] = headRows(text.slice(typeLine.length), delimiter)
    const header = rowValues(first, delimiter)
    if (header.length < 2 || header.length > MAX_COLUMNS || !isHeader(header)) continue
    const even = rows.filter(row => rowValues(row, delimiter).length === header.length).length
    if (!convinces(header, { all: rows.length, even })) continue
    const lines = first.split('\n').length + (typeLine === '' ? 0 : 1)
    return { delimiter, names: distinctNames(header), headerLines: lines }
  }
  return null
}

/** Names begin with a letter and are no sentences, numbers or times; one, of an index, may be empty. */
function isHeader(names: readonly string[]): boolean {
  const given = names.filter(name => name !== '')
  return given.length >= Math.max(1, names.length - 1) && given.every(isName)
}

function isName(name: string): boolean {
  return /^\s*[\p{L}_@$(][\p{L}\p{M}\p{N} _.\-@$/()%:[\]&'+*?#\n]{0,127}$/u.test(name) && !/\d\d:\d\d/.test(name)
}

/** The first rows, without blank ones and without a last one that may go on. */
function headRows(text: string, delimiter: string): string[] {
  const rows: string[] = []
  let row = ''
  for (const line of text.split('\n')) {
    row += row === '' ? line : `\n${line}`
    if (row.length > MAX_HEAD_ROW) break
    if (endsInQuotes(row, delimiter)) continue
    if (row.trim() !== '') rows.push(row.replace(/\r$/, ''))
    row = ''
    if (rows.length > DIALECT_ROWS) return rows
  }
  return text.endsWith('\n') || rows.length <= 2 ? rows : rows.slice(0, -1)
}

/** A second `name` is `name_2`. */
function distinctNames(header: readonly string[]): string[] {
  const taken = new Set<string>()
  return header.map((name, index) => {
    const base = name.trim() === '' ? columnName(index) : name.trim()
    let distinct = base
    for (let count = 2; taken.has(distinct); count++) distinct = `${base}_${count}`
    taken.add(distinct)
    return distinct
  })
}
