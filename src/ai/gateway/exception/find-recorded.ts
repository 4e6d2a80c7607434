import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Excepted } from '../../../store/gateway/verdict-exception.ts'
import { recordedSchema, verdictsOf } from '../recorded.ts'

/** What an exception to a verdict is about, from the files of a gateway that runs alone; null where no record has the mark, or several marks begin so. */
export function findInAuditFiles(path: string, mark: string): Omit<Excepted, 'reason'> | null {
  if (!existsSync(path)) return null
  const folder = dirname(path)
  const [stem] = basename(path).split('.')
  // The newest first: the current one has no time in its name.
  const older = readdirSync(folder).filter(name => name.startsWith(`${stem}-`) && name.endsWith('.jsonl')).sort().reverse()
  for (const file of [basename(path), ...older]) {
    const found = new Map(readFileSync(join(folder, file), 'utf8').split('\n').flatMap(line => exceptedIn(line, mark)).map(each => [each.mark, each]))
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
