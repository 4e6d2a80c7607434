/** A row's values. RFC 4180, and leniently what it leaves open: a quote within a value, or text after a closing quote, is text. */
export function rowValues(text: string, delimiter: string): string[] {
  if (!text.includes('"')) return text.split(delimiter)
  const values: string[] = []
  for (let at = 0; at <= text.length;) {
    const { value, end } = valueAt(text, at, delimiter)
    values.push(value)
    at = end + 1
  }
  return values
}

/** Whether the text ends within quotes, so that its row goes on in the next line. */
export function endsInQuotes(text: string, delimiter: string): boolean {
  let open = false
  for (let at = 0; at <= text.length;) {
    const value = valueAt(text, at, delimiter)
    open = value.open
    at = value.end + 1
  }
  return open
}

interface Value {
  readonly value: string
  /** Index of the delimiter after it, or the text's length. */
  readonly end: number
  /** Its closing quote is missing. */
  readonly open: boolean
}

function valueAt(text: string, from: number, delimiter: string): Value {
  return text[from] === '"' ? quotedValue(text, from, delimiter) : plainValue(text, from, delimiter)
}

function plainValue(text: string, from: number, delimiter: string): Value {
  const found = text.indexOf(delimiter, from)
  const end = found < 0 ? text.length : found
  return { value: text.slice(from, end), end, open: false }
}

function quotedValue(text: string, from: number, delimiter: string): Value {
  let value = ''
  let at = from + 1
  for (;;) {
    const quote = text.indexOf('"', at)
    if (quote < 0) return { value: value + text.slice(at), end: text.length, open: true }
    value += text.slice(at, quote)
    if (text[quote + 1] !== '"') {
      const rest = plainValue(text, quote + 1, delimiter)
      return { ...rest, value: value + rest.value }
    }
    value += '"'
    at = quote + 2
  }
}
