import { hash } from 'node:crypto'
import { MOST_DEPTH } from '../defaults.ts'

/**
 * One text for one JSON value (RFC 8785), whatever the order and the blanks it came in: what a description is known by. What lies too deep is left out.
 */
export function canonicalText(value: unknown, depth = 0): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (depth > MOST_DEPTH) return 'null'
  if (Array.isArray(value)) return `[${value.map(each => canonicalText(each, depth + 1)).join(',')}]`
  const members = Object.entries(value).filter(([, member]) => member !== undefined).sort(([one], [other]) => (one < other ? -1 : 1))
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalText(member, depth + 1)}`).join(',')}}`
}

/** SHA-256 of it, hex. */
export function canonicalHash(value: unknown): string {
  return hash('sha256', canonicalText(value))
}
