import type { FieldValue } from '../../model/value.ts'
import { closingQuote } from '../log/closing-quote.ts'
import { MAX_PAIRS } from './defaults.ts'

/** What stands between two pairs, then a name and its `=`; or a word that is no pair. */
const MEMBER = /[ \t,;]{0,64}(?:([A-Za-z_][\w.@/-]{0,127})=|([^\s,;=]{1,256}))/y

/** A bare value ends at a blank, a comma or a semicolon. */
const BARE = /[^\s,;"]*/y

/**
 * `name=value name="a \"quoted\" value" …`, set apart by blanks, commas or semicolons; with a delimiter, by that alone. A name that comes again is
 * `name_2`, as in connection tracking, where the answer's addresses follow; words that are no pairs are the list `words`. Ends at what is
 * neither. Linear.
 */
export function readPairs(text: string, delimiter?: string): [string, FieldValue][] {
  return delimiter === undefined ? readSpaced(text) : readDelimited(text, delimiter)
}

function readSpaced(text: string): [string, FieldValue][] {
  const pairs = new Pairs()
  const words: string[] = []
  let at = 0
  for (let count = 0; count < MAX_PAIRS; count++) {
    MEMBER.lastIndex = at
    const member = MEMBER.exec(text)
    if (member === null) break
    at = MEMBER.lastIndex
    const [, name, word] = member
    if (name === undefined) {
      words.push(word!)
      continue
    }
    const quote = text[at]
    if (quote === '"') {
      const closing = closingQuote(text, at + 1)
      const end = closing < 0 ? text.length : closing
      pairs.add(name, text.slice(at + 1, end).replace(/\\(["\\])/g, '$1'))
      at = end + 1
    } else {
      BARE.lastIndex = at
      BARE.test(text)
      pairs.add(name, text.slice(at, BARE.lastIndex))
      at = BARE.lastIndex
    }
  }
  return words.length === 0 ? pairs.list : [...pairs.list, ['words', words]]
}

function readDelimited(text: string, delimiter: string): [string, FieldValue][] {
  const pairs = new Pairs()
  for (const part of text.split(delimiter, MAX_PAIRS)) {
    const equals = part.indexOf('=')
    if (equals > 0) pairs.add(part.slice(0, equals).trim(), part.slice(equals + 1).trim())
  }
  return pairs.list
}

class Pairs {
  readonly list: [string, FieldValue][] = []
  readonly #seen = new Map<string, number>()

  add(name: string, value: string): void {
    const count = (this.#seen.get(name) ?? 0) + 1
    this.#seen.set(name, count)
    this.list.push([count === 1 ? name : `${name}_${count}`, value])
  }
}
