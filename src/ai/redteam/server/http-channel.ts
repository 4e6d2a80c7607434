import { isPrivateHost } from '../../egress/private-address.ts'
import { EventReader } from '../../gateway/answer/sse.ts'
import type { Json } from '../../gateway/protocol/protocol.ts'
import { isJson } from '../../gateway/protocol/protocol.ts'
import { MOST_ANSWER_BYTES, TARGET_MS } from '../defaults.ts'
import type { ChannelOptions, McpChannel } from './mcp-client.ts'

const HERE = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/

/** A server with an address, over streamable HTTP. @param key null: it asks for none */
export function httpChannel(url: string, key: string | null, { timeoutMs = TARGET_MS, stop }: ChannelOptions = {}): McpChannel {
  let session: string | null = null
  const own = key === null ? {} : { authorization: `Bearer ${key}` }
  const post = async (message: Json, headers: Readonly<Record<string, string>>): Promise<{ readonly status: number; readonly message: Json | null; readonly session: string | null }> => {
    const { method, params } = message
    const name = isJson(params) && typeof params['name'] === 'string' ? params['name'] : null
    const meta = isJson(params) && '_meta' in params ? { 'mcp-protocol-version': '2026-07-28', 'mcp-method': String(method), ...(name === null ? {} : { 'mcp-name': headerValue(name) }) } : { 'mcp-protocol-version': '2025-11-25' }
    const response = await fetch(url, {
      method: 'POST', body: JSON.stringify(message), redirect: 'manual', signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(stop === undefined ? [] : [stop])]),
      headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...(method === 'initialize' ? {} : meta), ...(session === null ? {} : { 'mcp-session-id': session }), ...headers },
    })
    return { status: response.status, message: await answerIn(response, message['id']), session: response.headers.get('mcp-session-id') }
  }
  return {
    name: url, isHere: HERE.test(new URL(url).hostname) || isPrivateHost(new URL(url).hostname),
    async ask(message) {
      const { status, message: answer, session: given } = await post(message, own)
      session = given ?? session
      if (answer === null && (status === 401 || status >= 500)) throw new Error(`${url} answers ${status}`)
      return answer ?? { jsonrpc: '2.0', id: message['id'], error: { code: -32_600, message: `HTTP ${status}` } }
    },
    async tell(message) {
      await post(message, own)
    },
    async askAsStranger(message) {
      const answered = async (as: string, headers: Readonly<Record<string, string>>) => ({ as, isAnswered: isJson((await post(message, headers)).message?.['result']) })
      return [
        ...(key === null ? [] : [await answered('without a key', {}), await answered('with another key', { authorization: 'Bearer none-of-yours' })]),
        await answered('as a page of another origin', { ...own, origin: 'https://page.example' }),
      ]
    },
    async close() {},
  }
}

async function answerIn(response: Response, id: unknown): Promise<Json | null> {
  const isStream = /^text\/event-stream\b/i.test(response.headers.get('content-type') ?? '')
  const reader = new EventReader()
  let text = ''
  let bytes = 0
  for await (const block of response.body ?? []) {
    bytes += block.length
    if (bytes > MOST_ANSWER_BYTES) throw new Error(`the answer is longer than ${MOST_ANSWER_BYTES} bytes`)
    if (isStream) {
      // The stream may stay open behind the answer.
      const answer = reader.push(Buffer.from(block)).find(({ data }) => data !== null && data['id'] === id && !('method' in data))?.data
      if (answer !== undefined && answer !== null) return answer
    } else text += Buffer.from(block).toString('utf8')
  }
  try {
    const value: unknown = JSON.parse(text)
    return isJson(value) ? value : null
  } catch {
    return null
  }
}

/** MCP 2026-07-28, “Value Encoding”. */
function headerValue(name: string): string {
  return /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(name) && !name.startsWith('=?base64?') ? name : `=?base64?${Buffer.from(name).toString('base64')}?=`
}
