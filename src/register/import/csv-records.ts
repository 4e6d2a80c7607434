/** One record, which may span lines. */
export interface CsvRecord {
  readonly values: readonly string[]
  /** Where it begins, from 1. */
  readonly line: number
  /** Why its values may be wrong; null where they are right. */
  readonly problem: string | null
}

/** The records of a text of lines parted by commas, semicolons or tabs, whichever its first line has most of (RFC 4180; `""` in quotes is one). Empty lines are none. */
export function csvRecords(text: string): CsvRecord[] {
  const end = text.search(/[\r\n]/)
  const delimiter = mostFrequent(end < 0 ? text : text.slice(0, end))
  const records: CsvRecord[] = []
  let line = 1
  for (let at = 0; at < text.length;) {
    const first = line
    const values: string[] = []
    let problem: string | null = null
    for (let ended = false; !ended;) {
      const field = text[at] === '"' ? quoted(text, at) : plain(text, at, delimiter)
      values.push(field.value)
      line += field.lines
      if (!field.closed) problem = 'the quotation marks do not end'
      at = field.end
      if (at < text.length && text[at] !== delimiter && text[at] !== '\n' && text[at] !== '\r') {
        problem = 'there is more after a quotation mark that ends a value'
        at = plain(text, at, delimiter).end
      }
      ended = text[at] !== delimiter
      if (!ended) at++
    }
    if (text[at] === '\r' && text[at + 1] === '\n') at++
    at++
    line++
    if (values.length > 1 || values[0] !== '') records.push({ values, line: first, problem })
  }
  return records
}

interface Field {
  readonly value: string
  /** After it. */
  readonly end: number
  /** That end within it. */
  readonly lines: number
  readonly closed: boolean
}

function plain(text: string, from: number, delimiter: string): Field {
  let end = from
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') end++
  return { value: text.slice(from, end), end, lines: 0, closed: true }
}

function quoted(text: string, from: number): Field {
  let end = from + 1
  for (;;) {
    const mark = text.indexOf('"', end)
    const stop = mark < 0 ? text.length : mark
    if (mark >= 0 && text[mark + 1] === '"') {
      end = mark + 2
      continue
    }
    const value = text.slice(from + 1, stop).replaceAll('""', '"')
    return { value, end: mark < 0 ? stop : mark + 1, lines: value.split('\n').length - 1, closed: mark >= 0 }
  }
}

function mostFrequent(line: string): string {
  const count = (delimiter: string) => line.split(delimiter).length
  return [',', '\t', ';'].reduce((best, each) => (count(each) > count(best) ? each : best))
}
