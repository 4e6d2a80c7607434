/**
 * Reads the plain YAML that rules are written in (block maps and lists, scalars on one line, `|` texts) about ten times as fast as
 * the full parser. Whatever is not certainly plain (anchors, flow collections, folding, tabs, several documents, duplicate keys, any
 * mistake) gives `undefined`, and the full parser decides. A test holds the two against each other over every rule at hand.
 */
export function readPlainYaml(text: string): unknown {
  if (/[\t\r\u0000\u0085\u2028\u2029\ufeff]|^(?:---|\.\.\.|%)/m.test(text)) return undefined
  return new PlainYaml(text.split('\n')).read()
}

/** Plain data never nests deeper. */
const MAX_DEPTH = 16

const COMMENT_OR_BLANK = /^ *(?:#.*)?$/
const KEY = /^(?:([A-Za-z_][\w.|/-]*)|'((?:[^']|'')*)'):(?: +|$)/
/** Words that mean something else than their letters, as a value or as a key. */
const WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ['null', null], ['Null', null], ['NULL', null], ['~', null],
  ['true', true], ['True', true], ['TRUE', true], ['false', false], ['False', false], ['FALSE', false],
])

class PlainYaml {
  readonly #lines: string[]
  #at = 0
  /** Something was met that only the full parser can judge. */
  #unsure = false

  constructor(lines: string[]) {
    this.#lines = lines
  }

  read(): unknown {
    const indent = this.#nextIndent()
    const value = indent === 0 ? this.#map(0, 0) : this.#giveUp()
    return this.#unsure || this.#nextIndent() >= 0 ? undefined : value
  }

  /** Indentation of the next line that has content; -1 at the end. Moves there. */
  #nextIndent(): number {
    while (this.#at < this.#lines.length && COMMENT_OR_BLANK.test(this.#lines[this.#at]!)) this.#at++
    const line = this.#lines[this.#at]
    return line === undefined ? -1 : line.search(/[^ ]/)
  }

  #block(indent: number, depth: number): unknown {
    if (depth > MAX_DEPTH) return this.#giveUp()
    return isListItem(this.#lines[this.#at]!, indent) ? this.#list(indent, depth) : this.#map(indent, depth)
  }

  #map(indent: number, depth: number): unknown {
    const map: Record<string, unknown> = {}
    for (let at = this.#nextIndent(); at === indent; at = this.#nextIndent()) {
      const line = this.#lines[this.#at]!.slice(indent)
      const found = KEY.exec(line)
      const key = found?.[1] ?? found?.[2]?.replaceAll('\'\'', '\'')
      if (found === null || key === undefined || Object.hasOwn(map, key) || key === '__proto__' || WORDS.has(key)) return this.#giveUp()
      map[key] = this.#value(line.slice(found[0].length), indent, depth)
    }
    return map
  }

  #list(indent: number, depth: number): unknown {
    const list: unknown[] = []
    for (let at = this.#nextIndent(); at === indent && isListItem(this.#lines[this.#at]!, indent); at = this.#nextIndent()) {
      const line = this.#lines[this.#at]!
      const rest = line.slice(indent + 1).replace(/^ +/, '')
      const column = line.length - rest.length
      if (KEY.test(rest)) {
        this.#lines[this.#at] = ' '.repeat(column) + rest
        list.push(depth > MAX_DEPTH ? this.#giveUp() : this.#map(column, depth + 1))
      } else list.push(/^(?:$|[#|]|-(?: |$))/.test(rest) ? this.#giveUp() : this.#value(rest, indent, depth))
    }
    return list
  }

  /** What stands after a key or a dash that is indented so. */
  #value(rest: string, indent: number, depth: number): unknown {
    this.#at++
    if (rest === '' || rest.startsWith('#')) return this.#nested(indent, depth)
    if (rest.startsWith('|')) return this.#text(rest, indent)
    const value = rest.startsWith('\'') ? readQuoted(rest) : rest.startsWith('"') ? readDoubleQuoted(rest) : readWord(rest)
    return value === undefined || this.#nextIndent() > indent ? this.#giveUp() : value
  }

  /** A list may stand under its key without being indented further. */
  #nested(indent: number, depth: number): unknown {
    const inner = this.#nextIndent()
    if (inner > indent) return this.#block(inner, depth + 1)
    return inner === indent && isListItem(this.#lines[this.#at]!, indent) ? this.#list(indent, depth + 1) : null
  }

  /** A `|` text: its lines as they are, less the indentation of the first. */
  #text(header: string, indent: number): unknown {
    const chomping = /^\|(-?) *$/.exec(header)?.[1]
    const first = this.#lines.slice(this.#at).find(line => !isBlank(line))
    const inner = first?.search(/[^ ]/) ?? 0
    if (chomping === undefined || inner <= indent) return this.#giveUp()
    const lines: string[] = []
    for (let line = this.#lines[this.#at]; line !== undefined; line = this.#lines[++this.#at]) {
      const blank = isBlank(line)
      if (!blank && line.search(/[^ ]/) < inner) break
      if (blank && line.length > inner) return this.#giveUp()
      lines.push(line.slice(inner))
    }
    while (lines.at(-1) === '') lines.pop()
    return lines.join('\n') + (chomping === '-' ? '' : '\n')
  }

  #giveUp(): undefined {
    this.#unsure = true
    this.#at = this.#lines.length
    return undefined
  }
}

/** Only blanks are white space here; others are text. */
function isBlank(line: string): boolean {
  return /^ *$/.test(line)
}

function isListItem(line: string, indent: number): boolean {
  return line[indent] === '-' && (line[indent + 1] === ' ' || line.length === indent + 1)
}

/** A text in single quotes on one line, perhaps with a comment after it. */
function readQuoted(rest: string): string | undefined {
  const [, text] = /^'((?:[^']|'')*)' *(?: #.*)?$/.exec(rest) ?? []
  return text?.replaceAll('\'\'', '\'')
}

/** A text in double quotes with no escapes but those of quote and backslash. */
function readDoubleQuoted(rest: string): string | undefined {
  const [, text] = /^"((?:[^"\\]|\\["\\])*)" *(?: #.*)?$/.exec(rest) ?? []
  return text?.replace(/\\(["\\])/g, '$1')
}

/** A scalar without quotes, by YAML's core schema; numbers other than plain integers are left to the full parser. */
function readWord(rest: string): unknown {
  const word = rest.replace(/ #.*$/, '').replace(/ +$/, '')
  if (/^(?:[?:,[\]{}#&*!>%@`]|- |-$)|: |:$/.test(word)) return undefined
  if (WORDS.has(word)) return WORDS.get(word)
  if (/^-?\d+$/.test(word)) return BigInt(word)
  return /^[-+.\d]/.test(word) && (/^[-+]?[.\d]+(?:[eE][-+]?\d+)?$|^0[xo]|^[-+]?\.(?:inf|nan)$/i.test(word)) ? undefined : word
}
