import type { Json } from '../../gateway/protocol/protocol.ts'
import { isJson, objectsOf } from '../../gateway/protocol/protocol.ts'
import type { ServerTool } from './mcp-client.ts'

/** A place in the arguments of a tool that takes a text. */
export interface TextPlace {
  readonly tool: ServerTool
  readonly parameter: string
  /** The arguments with a text there, and what is ordinary elsewhere. */
  filled(text: string): Json
}

/** Tools that undo or send what cannot be taken back are left alone. */
const DESTROYS = /delete|remove|drop|erase|destroy|purge|wipe|reset|kill|stop|shutdown|send|pay|transfer|publish|deploy|post_|create_|write|update|insert/i

export function isHarmless({ name, described }: ServerTool): boolean {
  const annotations = isJson(described['annotations']) ? described['annotations'] : {}
  if (annotations['readOnlyHint'] === true) return true
  return annotations['destructiveHint'] !== true && !DESTROYS.test(name)
}

export function textPlaces(tool: ServerTool): TextPlace[] {
  const fields = fieldsOf(tool)
  return Object.entries(fields).filter(([, field]) => isText(field)).map(([parameter]) => ({ tool, parameter, filled: text => ({ ...ordinaryArguments(tool), [parameter]: text }) }))
}

/** What an ordinary caller gives: what is required, by what its schema says. */
export function ordinaryArguments(tool: ServerTool): Json {
  const schema = tool.described['inputSchema']
  const required = isJson(schema) && Array.isArray(schema['required']) ? schema['required'] : []
  return Object.fromEntries(Object.entries(fieldsOf(tool)).filter(([name]) => required.includes(name)).map(([name, field]) => [name, ordinaryValue(field, 0)]))
}

function fieldsOf({ described }: ServerTool): Readonly<Record<string, unknown>> {
  const schema = described['inputSchema']
  return isJson(schema) && isJson(schema['properties']) ? schema['properties'] : {}
}

function isText(field: unknown): boolean {
  if (!isJson(field)) return false
  const { type } = field
  return (type === undefined || type === 'string' || (Array.isArray(type) && type.includes('string'))) && !Array.isArray(field['enum']) && !('const' in field)
}

const MOST_DEPTH = 5

function ordinaryValue(field: unknown, depth: number): unknown {
  if (!isJson(field) || depth > MOST_DEPTH) return 'garden'
  if ('const' in field) return field['const']
  if ('default' in field) return field['default']
  for (const list of [field['enum'], field['examples']]) if (Array.isArray(list) && list.length > 0) return list[0]
  const [first] = [...objectsOf(field['anyOf']), ...objectsOf(field['oneOf'])]
  if (field['type'] === undefined && first !== undefined) return ordinaryValue(first, depth + 1)
  switch (Array.isArray(field['type']) ? field['type'][0] : field['type']) {
    case 'integer':
    case 'number': return typeof field['minimum'] === 'number' ? field['minimum'] : 1
    case 'boolean': return false
    case 'array': return typeof field['minItems'] === 'number' && field['minItems'] > 0 ? [ordinaryValue(field['items'], depth + 1)] : []
    case 'object': return isJson(field['properties']) ? Object.fromEntries(Object.entries(field['properties']).map(([name, each]) => [name, ordinaryValue(each, depth + 1)])) : {}
    default: return field['format'] === 'uri' || field['format'] === 'url' ? 'https://example.org/' : field['format'] === 'date' ? '2026-01-01' : 'garden'
  }
}
