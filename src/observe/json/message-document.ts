import type { Fields } from '../../model/value.ts'
import { parseRecord } from './parse-record.ts'

/** A message that is a JSON object (after `@cee:` or not) is kept as one, so that rules find its members as `message.name`. */
export function messageDocument(message: string): Fields | null {
  const text = message.startsWith('@cee:') ? message.slice('@cee:'.length).trim() : message
  if (!text.startsWith('{') || !text.endsWith('}')) return null
  const parsed = parseRecord(text)
  return 'fields' in parsed ? parsed.fields : null
}
