import { MOST_WORDS } from '../defaults.ts'
import { isJson, placeOfKey, textsOf } from '../json-value.ts'
import type { Json } from '../json-value.ts'

/** An MCP server as agents' configurations name it: a program that is started, or an address. */
export interface ServerEntry {
  readonly place: string
  readonly command: string | null
  readonly args: readonly string[]
  readonly url: string | null
  /** Its words as they are written, each with its place. */
  readonly words: readonly { readonly place: string; readonly text: string }[]
  /** Its tools that run without a question, and where that stands. */
  readonly unasked: readonly { readonly place: string; readonly tools: readonly string[] | 'all' }[]
}

/**
 * Keys under which agents list servers: Claude, Cursor, Windsurf, Cline, Gemini CLI, Continue, Kiro (`mcpServers`), VS Code (`servers`), Zed (`context_servers`), Codex
 * (`mcp_servers`), OpenCode and Crush (`mcp`), Goose (`extensions`), older Continue (`modelContextProtocolServers`).
 */
const SERVER_KEYS = new Set(['mcpServers', 'servers', 'context_servers', 'mcp_servers', 'mcp', 'extensions', 'modelContextProtocolServers'])

/** The servers below one key, by name or as a list. */
export function serversBelow(key: string, value: unknown, place: string): ServerEntry[] {
  if (!SERVER_KEYS.has(key)) return []
  const members = Array.isArray(value) ? value.map((each: unknown, index) => [`${place}[${index}]`, each] as const) : isJson(value) ? Object.entries(value).map(([name, each]) => [placeOfKey(place, name), each] as const) : []
  return members.flatMap(([at, member]) => {
    const entry = isJson(member) && isJson(member['transport']) ? { ...member, ...member['transport'] } : member
    return isJson(entry) && ['command', 'cmd', 'url', 'serverUrl', 'httpUrl', 'uri'].some(each => each in entry) ? [entryOf(entry, at)] : []
  })
}

function entryOf(value: Json, place: string): ServerEntry {
  const text = (...keys: readonly string[]) => keys.map(key => value[key]).find(member => typeof member === 'string') ?? null
  const { command } = value
  const nested = isJson(command) ? command : value
  const listed = (list: unknown, at: string) => Array.isArray(list) ? textsOf(list).map((each, index) => ({ place: `${at}[${index}]`, text: each })) : []
  const program = textsOf(nested['command'] ?? nested['path'] ?? nested['cmd']).slice(0, 1).map(each => ({ place, text: each }))
  const words = [...(Array.isArray(command) ? listed(command, `${place}.command`) : program), ...listed(nested['args'], nested === value ? `${place}.args` : `${place}.command.args`)]
  const approved = ['autoApprove', 'alwaysAllow', 'auto_approve', 'always_allow', 'trust'].map(key => ({ place: `${place}.${key}`, tools: value[key] === true ? 'all' as const : textsOf(value[key]) }))
  return {
    place, words, ...startedBy(words.slice(0, MOST_WORDS).map(each => each.text)), url: text('url', 'serverUrl', 'httpUrl', 'uri'), unasked: approved,
  }
}

/** What is started in the end: behind `noroshi ai mcp-proxy NAME --`, behind `cmd /c`, which Windows needs before scripts, and behind `env NAME=value`. */
function startedBy(words: readonly string[]): Pick<ServerEntry, 'command' | 'args'> {
  const [command, ...args] = words
  if (command === undefined) return { command: null, args: [] }
  const at = args.indexOf('--')
  if (/(?:^|\/)noroshi$/.test(command) && args.includes('mcp-proxy') && at >= 0 && at < args.length - 1) return startedBy(args.slice(at + 1))
  if (/(?:^|[\\/])cmd(?:\.exe)?$/i.test(command) && /^\/c$/i.test(args[0] ?? '') && args.length > 1 && !args.some(arg => /[&|<>^%]/.test(arg))) return startedBy(args.slice(1))
  const program = args.findIndex(arg => !/^\w+=/.test(arg))
  return /(?:^|\/)env$/.test(command) && program >= 0 && !args[program]!.startsWith('-') ? startedBy(args.slice(program)) : { command, args }
}
