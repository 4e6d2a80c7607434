import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readSegmentLine } from '../segment.ts'

/** The whole contents that the spool of a source keeps, in their order: their names, and what they hold. */
export function keptDocuments(folder: string): { readonly name: string; readonly content: string }[] {
  const names = existsSync(folder) ? readdirSync(folder) : []
  return names.filter(name => name.endsWith('.sealed')).sort().map(name => {
    const bytes = readFileSync(join(folder, name))
    const first = readSegmentLine(bytes)
    return { name: first?.head.document?.name ?? '', content: bytes.toString('utf8', first?.bytes ?? 0) }
  })
}
