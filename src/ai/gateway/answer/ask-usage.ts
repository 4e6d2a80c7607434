import type { Json, Protocol } from '../protocol/protocol.ts'
import { isJson } from '../protocol/protocol.ts'

/** Hosts that are known to understand it; others refuse members that they do not know. */
const UNDERSTOOD_BY = /(?:^|\.)openai\.com$/i

/**
 * Has a stream of OpenAI's older kinds say at its end what it cost (`stream_options.include_usage`, API reference of chat completions), where the program did not ask and the upstream is known to understand it.
 *
 * @param url of the upstream
 * @returns whether the request was changed: then the event that says so is the gateway's alone
 */
export function askUsage(body: Json, protocol: Protocol, url: string): boolean {
  if (protocol.name !== 'openai.chat' && protocol.name !== 'openai.texts') return false
  if (!protocol.isStreamed(body) || !URL.canParse(url) || !UNDERSTOOD_BY.test(new URL(url).hostname)) return false
  const options = isJson(body['stream_options']) ? body['stream_options'] : {}
  if (options['include_usage'] === true) return false
  body['stream_options'] = { ...options, include_usage: true }
  return true
}

/** Whether an event of a stream only says what it cost. */
export function isOnlyUsage({ choices, usage }: Json): boolean {
  return Array.isArray(choices) && choices.length === 0 && isJson(usage)
}
