import type { IncomingHttpHeaders } from 'node:http'
import type { Json } from '../gateway/protocol/protocol.ts'
import { isJson } from '../gateway/protocol/protocol.ts'
import { methodOf, paramsOf } from './rpc.ts'

/** Methods whose name or address stands in a header, too (MCP 2026-07-28, “Standard Request Headers”). */
const NAMED: Readonly<Record<string, string>> = { 'tools/call': 'name', 'prompts/get': 'name', 'resources/read': 'uri' }
const VERSION_KEY = 'io.modelcontextprotocol/protocolVersion'

/**
 * Whether headers say the same as the message, where they say anything: what is judged is the message, and a server that believes its headers would be told
 * something else.
 *
 * @returns the header that does not
 */
export function mismatchedHeader(message: Json, headers: IncomingHttpHeaders): string | null {
  const method = methodOf(message)
  const params = paramsOf(message)
  const meta = isJson(params['_meta']) ? params['_meta'] : {}
  const said = meta[VERSION_KEY]
  if (typeof said === 'string' && headers['mcp-protocol-version'] !== undefined && headers['mcp-protocol-version'] !== said) return 'mcp-protocol-version'
  if (headers['mcp-method'] !== undefined && headers['mcp-method'] !== method) return 'mcp-method'
  const name = headers['mcp-name']
  if (name === undefined) return null
  const member = NAMED[method]
  return member !== undefined && decoded(String(name)) === params[member] ? null : 'mcp-name'
}

/** Whether a browser page asks that this machine did not serve (MCP, “Security”: DNS rebinding). */
export function isForeignOrigin({ origin }: IncomingHttpHeaders): boolean {
  if (origin === undefined) return false
  return !URL.canParse(origin) || !/^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(new URL(origin).hostname)
}

/** “Value Encoding”: what a header cannot hold stands in base64 between marks. */
function decoded(value: string): string {
  const inner = /^=\?base64\?([\w+/=]*)\?=$/.exec(value)?.[1]
  return inner === undefined ? value : Buffer.from(inner, 'base64').toString('utf8')
}
