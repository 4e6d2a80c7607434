/** Where a JSON object stands in a content; `isWhole` says that its braces close. */
export interface ObjectPlace {
  readonly from: number
  readonly to: number
  readonly isWhole: boolean
}

/**
 * The objects of a content in which they follow one another with or without blanks, commas or an array's brackets between them. What is
 * neither is a place of its own, to the end of its line. Only braces outside of strings are looked at: linear, no memory but a depth.
 */
export function* splitObjects(content: Buffer): Generator<ObjectPlace> {
  let at = 0
  while (at < content.length) {
    const byte = content[at]!
    if (BETWEEN.has(byte)) at++
    else if (byte === OPEN) {
      const end = objectEnd(content, at)
      const to = end < 0 ? lineEnd(content, at) : end
      yield { from: at, to, isWhole: end >= 0 }
      at = to
    } else {
      const to = lineEnd(content, at)
      yield { from: at, to, isWhole: false }
      at = to
    }
  }
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN = 0x7b
const CLOSE = 0x7d

/** Blanks, line ends, `,`, `[` and `]`. */
const BETWEEN: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d, 0x2c, 0x5b, 0x5d])

/** After the brace that closes the one at `from`; -1 when there is none. */
function objectEnd(content: Buffer, from: number): number {
  let depth = 0
  let isInString = false
  for (let at = from; at < content.length; at++) {
    const byte = content[at]
    if (isInString) {
      if (byte === BACKSLASH) at++
      else if (byte === QUOTE) isInString = false
    } else if (byte === QUOTE) isInString = true
    else if (byte === OPEN) depth++
    else if (byte === CLOSE && --depth === 0) return at + 1
  }
  return -1
}

function lineEnd(content: Buffer, from: number): number {
  const end = content.indexOf(0x0a, from)
  return end < 0 ? content.length : end
}
