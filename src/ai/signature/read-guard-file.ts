import { readFileSync } from 'node:fs'
import type { Document } from 'yaml'
import { isNode, LineCounter, parse, parseDocument } from 'yaml'
import type * as z from 'zod'
import { messageOf, NoroshiError } from '../../platform/noroshi-error.ts'

/**
 * Reads a file of what the guard knows.
 *
 * @param kinds `failsafe`: nothing but texts, which is read fastest
 * @throws NoroshiError `bad-guard-data` that names `file:line:column` and what is wrong there
 */
export function readGuardFile<T>(path: string, schema: z.ZodType<T>, kinds: 'core' | 'failsafe' = 'core'): T {
  const text = readGuardBytes(path).toString('utf8')
  let data: unknown
  try {
    data = parse(text, { schema: kinds, prettyErrors: false, logLevel: 'error' })
  } catch (cause) {
    throw new NoroshiError('bad-guard-data', placedError(path, text, cause), { cause })
  }
  const result = schema.safeParse(data)
  if (result.success) return result.data
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const problems = result.error.issues.slice(0, MOST_PROBLEMS).map(({ path: keys, message }) => {
    const { line, col } = lines.linePos(startOf(document, keys))
    return `${path}:${line}:${col}: ${keys.length === 0 ? '' : `${keys.map(String).join('.')}: `}${message}`
  })
  throw new NoroshiError('bad-guard-data', problems.join('\n'))
}

/** Where a file is damaged, a few say enough. */
const MOST_PROBLEMS = 10

/** @throws NoroshiError `bad-guard-data` */
export function readGuardBytes(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (cause) {
    throw new NoroshiError('bad-guard-data', `${path}: cannot be read: ${messageOf(cause)}`, { cause })
  }
}

/** A damaged file is read once more, for its lines. */
function placedError(path: string, text: string, cause: unknown): string {
  const lines = new LineCounter()
  const [first] = parseDocument(text, { lineCounter: lines, prettyErrors: false }).errors
  if (first === undefined) return `${path}: ${messageOf(cause)}`
  const { line, col } = lines.linePos(first.pos[0])
  return `${path}:${line}:${col}: ${first.message}`
}

/** Of a key that is not there, where what should hold it begins. */
function startOf(document: Document, keys: readonly PropertyKey[]): number {
  for (let length = keys.length; length >= 0; length--) {
    const node: unknown = length === 0 ? document.contents : document.getIn(keys.slice(0, length), true)
    if (isNode(node)) return node.range?.[0] ?? 0
  }
  return 0
}
