/** What the bytes of a JSON text tell before anybody takes it apart. */
export interface JsonShape {
  readonly depth: number
  /** Members of all objects, as they are written. */
  readonly members: number
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COLON = 0x3a
const OPENING = new Set([0x5b, 0x7b])
const CLOSING = new Set([0x5d, 0x7d])

/** Measures in one pass and without a stack; of what is no JSON the figures mean nothing. */
export function jsonShape(bytes: Uint8Array): JsonShape {
  let depth = 0
  let deepest = 0
  let members = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!
    if (byte === QUOTE) {
      for (at++; at < bytes.length && bytes[at] !== QUOTE; at++) if (bytes[at] === BACKSLASH) at++
    } else if (byte === COLON) members++
    else if (OPENING.has(byte)) deepest = Math.max(deepest, ++depth)
    else if (CLOSING.has(byte)) depth--
  }
  return { depth: deepest, members }
}

/** The members that are left of a parsed value: fewer than were written where an object has two of one name. */
export function membersIn(value: unknown): number {
  let members = 0
  const waiting = [value]
  while (waiting.length > 0) {
    const next = waiting.pop()
    if (typeof next !== 'object' || next === null) continue
    const within: unknown[] = Object.values(next)
    if (!Array.isArray(next)) members += within.length
    for (const each of within) if (typeof each === 'object') waiting.push(each)
  }
  return members
}
