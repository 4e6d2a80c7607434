import { jsonText } from '../platform/json-text.ts'
import type { EventLine } from './output-schemas.ts'

/** An event as one line of JSON, or for people as two. */
export function eventLine(event: EventLine, asJson: boolean): string {
  if (asJson) return `${jsonText(event)}\n`
  const { time, dataset, path, record, cold, fields } = event
  return `${time ?? 'no time'.padEnd(27)}  ${dataset}  ${path}#${record}${cold === true ? '  cold' : ''}\n  ${jsonText(fields)}\n`
}
