import { randomUUID } from 'node:crypto'
import { isJson } from './protocol.ts'

const LONG = /\d{15}|\d[eE]/

/** A string, or a number that a double may not hold as it is written. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d(?:[\d.eE+-]{15,}|[\d.]*[eE][\d+-]+)/gs

/**
 * Writes a body that was read and changed. Numbers that are longer than a program's own (identifiers, bounds of a schema; RFC 8259, section 6) stand there as they were written. The body is used up by that.
 *
 * @param written what the body was read from
 */
export function jsonLike(body: unknown, written: string): string {
  if (!LONG.test(written)) return JSON.stringify(body)
  // Nobody knows it before, so that no text of the body can begin with it.
  const mark = randomUUID()
  const marked = written.replace(TOKEN, token => (token.startsWith('"') || String(Number(token)) === token ? token : `"${mark}${token}"`))
  if (marked.length === written.length) return JSON.stringify(body)
  putLong(body, JSON.parse(marked), mark)
  return JSON.stringify(body).replaceAll(new RegExp(`"${mark}([^"]*)"`, 'g'), '$1')
}

/** Puts the marked numbers of one value into another at the same places, where that holds the same number still. */
function putLong(body: unknown, marked: unknown, mark: string): void {
  const waiting = [[body, marked]] as [unknown, unknown][]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [into, from] = next
    if (Array.isArray(into) && Array.isArray(from)) from.forEach((each: unknown, index) => { into[index] = put(into[index], each) })
    else if (isJson(into) && isJson(from)) for (const name of Object.keys(from)) if (Object.hasOwn(into, name)) into[name] = put(into[name], from[name])
  }
  function put(value: unknown, other: unknown): unknown {
    if (typeof value === 'number' && typeof other === 'string' && other.startsWith(mark) && Number(other.slice(mark.length)) === value) return other
    waiting.push([value, other])
    return value
  }
}
