import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Excepted } from '../../../store/gateway/verdict-exception.ts'
import { recordedSchema, verdictsOf } from '../audit/recorded.ts'

/** Of the gateway, and of the proxies that agents start. */
const RECORDS = /^(?:audit|mcp)[.-].*jsonl$/

/**
 * What an exception to a verdict is about, from the records of a gateway and of proxies that run alone; null where none has the mark, or several marks begin so.
 *
 * @param folder where the gateway keeps its files
 */
export function findInAuditFiles(folder: string, mark: string): Omit<Excepted, 'reason'> | null {
  if (!existsSync(folder)) return null
  const files = readdirSync(folder).filter(name => RECORDS.test(name)).map(name => join(folder, name))
  const newestFirst = files.map(path => ({ path, at: statSync(path).mtimeMs })).sort((one, other) => other.at - one.at)
  for (const { path } of newestFirst) {
    const found = new Map(readFileSync(path, 'utf8').split('\n').flatMap(line => exceptedIn(line, mark)).map(each => [each.mark, each]))
    const [first, second] = found.values()
    if (first !== undefined) return second === undefined ? first : null
  }
  return null
}

function exceptedIn(line: string, mark: string): Omit<Excepted, 'reason'>[] {
  if (!line.includes(mark)) return []
  const record = recordedSchema.safeParse(parsed(line))
  if (!record.success) return []
  const { application, request } = record.data
  return verdictsOf(record.data).filter(each => each.mark.startsWith(mark)).map(({ mark: whole, layer, kind, origin, reason }) => ({ mark: whole, application, layer, kind, origin, event: request, verdict: reason }))
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
