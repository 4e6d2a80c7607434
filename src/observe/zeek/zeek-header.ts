/** What the header lines of a Zeek log say: https://docs.zeek.org/en/master/log-formats.html. */
export interface ZeekHeader {
  readonly separator: string
  readonly setSeparator: string
  readonly emptyField: string
  readonly unsetField: string
  /** The log's name, as `conn`; empty when the header does not say. */
  readonly path: string
  readonly fields: readonly string[]
  readonly types: readonly string[]
}

const DEFAULTS: ZeekHeader = { separator: '\t', setSeparator: ',', emptyField: '(empty)', unsetField: '-', path: '', fields: [], types: [] }

/** Header lines of one log, as text that {@link readHeader} understands; what carries a header from chunk to chunk. */
export type HeaderText = string

/** The header after one more of its lines. A `#separator` starts a new one: rotated files are often joined. */
export function withHeaderLine(line: string, before: HeaderText | undefined): HeaderText | undefined {
  const name = /^#(?:separator|set_separator|empty_field|unset_field|path|fields|types)\b/.exec(line)?.[0]
  if (name === undefined) return before
  if (name === '#separator' || before === undefined) return line
  return [...before.split('\n').filter(other => !new RegExp(`^${name}\\b`).test(other)), line].join('\n')
}

export function readHeader(text: HeaderText): ZeekHeader {
  const lines = text.split('\n')
  const separator = unescapeSeparator(lines.find(line => line.startsWith('#separator '))?.slice('#separator '.length)) ?? DEFAULTS.separator
  const members = new Map(lines.map(line => {
    const at = line.indexOf(separator)
    return [at < 0 ? line : line.slice(0, at), at < 0 ? '' : line.slice(at + separator.length)]
  }))
  return {
    separator,
    setSeparator: members.get('#set_separator') || DEFAULTS.setSeparator,
    emptyField: members.get('#empty_field') ?? DEFAULTS.emptyField,
    unsetField: members.get('#unset_field') ?? DEFAULTS.unsetField,
    path: members.get('#path') ?? DEFAULTS.path,
    fields: members.get('#fields')?.split(separator) ?? [],
    types: members.get('#types')?.split(separator) ?? [],
  }
}

/** `\x09`; null when there is none. */
function unescapeSeparator(text: string | undefined): string | null {
  const plain = text?.replace(/\\x([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return plain === undefined || plain === '' ? null : plain
}
