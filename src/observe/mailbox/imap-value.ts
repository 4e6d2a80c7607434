import { ANSWER_DEPTH } from './defaults.ts'

/** A value in what an IMAP server says (RFC 9051 §4): an atom or a quoted text, the bytes of a literal, a list. */
export type ImapValue = string | Buffer | readonly ImapValue[]

/** A line with the literals within it: text, bytes, text, … */
export type ImapLine = readonly (string | Buffer)[]

/** The values of a line; what ends early is closed, and what is nested too deep is left out. Never throws. */
function imapValues(line: ImapLine): readonly ImapValue[] {
  const root: ImapValue[] = []
  const stack: ImapValue[][] = [root]
  for (const piece of line) {
    const list = stack.at(-1)!
    if (typeof piece !== 'string') list.push(piece)
    else readText(piece, stack)
  }
  return root
}

function readText(text: string, stack: ImapValue[][]): void {
  for (const [token] of text.matchAll(TOKEN)) {
    const list = stack.at(-1)!
    if (token === '(') {
      const inner: ImapValue[] = []
      if (stack.length <= ANSWER_DEPTH) list.push(inner)
      stack.push(inner)
    } else if (token === ')') {
      if (stack.length > 1) stack.pop()
    } else if (token.startsWith('"')) list.push(token.slice(1, token.endsWith('"') && token.length > 1 ? -1 : undefined).replaceAll(/\\(.)/g, '$1'))
    else list.push(token)
  }
}

/** Atoms may hold brackets with blanks in them: `BODY[HEADER.FIELDS (DATE)]`. */
const TOKEN = /\(|\)|"(?:[^"\\]|\\.)*"?|(?:\[[^\]]*\]?|[^\s()"[])+/g

/** The items of a FETCH answer by their name in capitals; null when it is none. */
export function fetchItems(line: ImapLine): ReadonlyMap<string, ImapValue> | null {
  const [star, , kind, items] = imapValues(line)
  if (star !== '*' || typeof kind !== 'string' || kind.toUpperCase() !== 'FETCH' || !Array.isArray(items)) return null
  const found = new Map<string, ImapValue>()
  for (let at = 0; at + 1 < items.length; at += 2) {
    const name: unknown = items[at]
    if (typeof name === 'string') found.set(name.toUpperCase(), items[at + 1] as ImapValue)
  }
  return found
}
