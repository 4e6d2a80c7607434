import type { Json } from '../gateway/protocol/protocol.ts'
import { isJson } from '../gateway/protocol/protocol.ts'
import { MOST_NESTED } from './defaults.ts'
import type { GuardReason } from '../judge/verdict.ts'

/** What a message of JSON-RPC 2.0 is. */
export type RpcKind = 'request' | 'notification' | 'response'

/** Of the range that is left to implementations (JSON-RPC 2.0, §5.1; MCP 2026-07-28, “Error Codes”). */
export const RPC_CODE = { parse: -32_700, request: -32_600, refused: -32_010, upstream: -32_011, failed: -32_012, mismatch: -32_020 } as const

/** Null for what is no message. */
export function rpcKind(message: Json): RpcKind | null {
  if (message['jsonrpc'] !== '2.0') return null
  const hasId = isId(message['id'])
  if (typeof message['method'] === 'string') return hasId ? 'request' : message['id'] === undefined || message['id'] === null ? 'notification' : null
  return 'result' in message || 'error' in message ? 'response' : null
}

/** A message, where a text is one; batches went with revision 2025-06-18. */
export function rpcMessage(text: string): Json | null {
  const parsed = jsonObject(text)
  return parsed !== null && rpcKind(parsed) !== null ? parsed : null
}

/**
 * An object, where a text is one. What is passed on is written anew as it was read: of two members of one name another reader might take the other. Numbers
 * keep all their digits.
 */
export function jsonObject(text: string): Json | null {
  if (isNestedDeeper(text, MOST_NESTED)) return null
  try {
    const parsed: unknown = LONG_NUMBER.test(text) ? JSON.parse(text, exactNumber) : JSON.parse(text)
    return isJson(parsed) ? parsed : null
  } catch {
    return null
  }
}

export function rpcError(id: unknown, code: number, message: string, data?: unknown): Json {
  return { jsonrpc: '2.0', id: isId(id) ? id : null, error: { code, message: `noroshi: ${message}`, ...(data === undefined ? {} : { data }) } }
}

/** What is answered instead of what was asked for: why, in both languages, and by which look. */
export function refusalOf(id: unknown, { layer, kind, reason }: { readonly layer: string | null; readonly kind?: string | undefined; readonly reason: GuardReason }, request: string): Json {
  return rpcError(id, kind === 'guard-failed' ? RPC_CODE.failed : RPC_CODE.refused, reason.en, { reason_ja: reason.ja, layer, request })
}

/** A string for an id, by which its answer is found: 1 is not "1". */
export function rpcKey(id: unknown): string {
  return JSON.stringify(id)
}

export function paramsOf(message: Json): Json {
  return isJson(message['params']) ? message['params'] : {}
}

/** Its name, as far as it is worth keeping. */
export function methodOf(message: Json): string {
  return typeof message['method'] === 'string' ? message['method'].slice(0, 200) : ''
}

/** In one pass; no memory. */
function isNestedDeeper(text: string, most: number): boolean {
  if (text.length <= most) return false
  let depth = 0
  let isString = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (isString) {
      if (code === BACKSLASH) at++
      else if (code === QUOTE) isString = false
    } else if (code === QUOTE) isString = true
    else if (code === BRACKET || code === BRACE) {
      if (++depth > most) return true
    } else if (code === BRACKET_END || code === BRACE_END) depth--
  }
  return false
}

const [QUOTE, BACKSLASH, BRACKET, BRACKET_END, BRACE, BRACE_END] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d]

const LONG_NUMBER = /[\d.][\d.eE+-]{14}/

/** As it was written, where JavaScript would write it otherwise. */
function exactNumber(_: string, value: unknown, { source }: { readonly source?: string } = {}): unknown {
  return typeof value === 'number' && source !== undefined && String(value) !== source ? JSON.rawJSON(source) : value
}

function isId(id: unknown): id is string | number {
  return typeof id === 'string' || typeof id === 'number'
}
