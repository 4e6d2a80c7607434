import type { Document, LineCounter } from 'yaml'
import { isMap, isNode, isSeq } from 'yaml'
import type * as z from 'zod'
import { configurationKeys } from './configuration-keys.ts'

type Issue = z.core.$ZodIssue
type Path = readonly PropertyKey[]

/** Each as `file:line:column: key: what is wrong; how to mend it`, in the order of the file. */
export function describeProblems(issues: readonly Issue[], document: Document, lines: LineCounter, file: string): string[] {
  const problems = issues.flatMap(issue => placesOf(issue).map(path => ({ issue, path, start: startOf(document, path) })))
  return problems.sort((a, b) => a.start - b.start).map(({ issue, path, start }) => {
    const { line, col } = lines.linePos(start)
    const key = path.length === 0 ? '' : `${path.map(String).join('.')}: `
    return `${file}:${line}:${col}: ${key}${sentence(issue, path)}`
  })
}

/** An unknown key is a problem of its own. */
function placesOf(issue: Issue): readonly Path[] {
  return issue.code === 'unrecognized_keys' ? issue.keys.map(key => [...issue.path, key]) : [issue.path]
}

function sentence(issue: Issue, path: Path): string {
  if (issue.code === 'unrecognized_keys') return `is not known; ${knownKeys(path.slice(0, -1))}`
  if (issue.code === 'invalid_type') return `must be ${KINDS[issue.expected] ?? issue.expected}${unitOf(path)}`
  return issue.message
}

const KINDS: Readonly<Record<string, string>> = {
  array: 'a list: [a, b]',
  int: 'a whole number',
  number: 'a number',
  object: 'a map of keys and values',
  record: 'a map of names and values',
  string: 'a text; quote it if it looks like something else',
}

function knownKeys(parent: Path): string {
  const prefix = parent.filter(part => typeof part === 'string').map(part => `${part}.`).join('')
  const known = configurationKeys().map(({ key }) => key).filter(key => key.startsWith(prefix)).map(key => key.slice(prefix.length))
  return `known here are ${known.filter(key => !key.includes('.')).join(', ')}`
}

function unitOf(path: Path): string {
  const name = path.filter(part => typeof part === 'string').join('.')
  const known = configurationKeys().find(({ key }) => key === name)
  return known === undefined || known.about.unit === '' ? '' : ` (${known.about.unit})`
}

/** Offset of the key or member at the path, or of the nearest above it. */
function startOf(document: Document, path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const start = entryStart(document, path.slice(0, length))
    if (start !== undefined) return start
  }
  return document.contents?.range?.[0] ?? 0
}

function entryStart(document: Document, path: Path): number | undefined {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true)
  const last = path.at(-1)
  if (isMap(parent)) return parent.items.map(({ key }) => key).filter(isNode).find(key => String(key) === String(last))?.range?.[0]
  const member = isSeq(parent) && typeof last === 'number' ? parent.items[last] : undefined
  return isNode(member) ? member.range?.[0] : undefined
}
