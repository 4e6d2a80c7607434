import type { Json, Protocol } from '../../gateway/protocol/protocol.ts'
import { isJson, objectsOf } from '../../gateway/protocol/protocol.ts'
import type { Said } from './target.ts'

/** What a model said, by the body of its answer. @throws Error where that is no answer of its protocol */
export function saidIn(protocol: Protocol, body: string): Said {
  const parsed = objectIn(body)
  const { status, error, incomplete_details: incomplete, stop_reason: stopped, choices, content, output } = parsed
  if (status === 'failed') throw new Error(`the answer failed: ${JSON.stringify(error ?? null).slice(0, 200)}`)
  const refusals = declined(parsed)
  const text = [...new Set([...protocol.answerParts(parsed).map(part => part.text), ...refusals])].join('\n')
  const calls = protocol.calledTools(parsed)
  if (text === '' && calls.length === 0 && ![choices, content, output].some(Array.isArray)) throw new Error(`the answer holds no words of a model: ${quoted(body)}`)
  const isCutByFilter = text === '' && calls.length === 0 && objectsOf(choices).some(({ finish_reason: reason }) => reason === 'content_filter')
  return { text, calls, isFiltered: isCutByFilter || (isJson(incomplete) && incomplete['reason'] === 'content_filter'), declines: refusals.length > 0 || stopped === 'refusal' }
}

/** What an error says, in one line without signs that steer a terminal. */
export function wordsOfError(body: string): string {
  try {
    const value: unknown = JSON.parse(body)
    const error = isJson(value) ? value['error'] ?? value : null
    const message = isJson(error) ? error['message'] : error
    if (typeof message === 'string') return quoted(message)
  } catch {
    // As it came.
  }
  return quoted(body)
}

function objectIn(body: string): Json {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    throw new Error(`the answer is no JSON: ${quoted(body)}`)
  }
  if (!isJson(value)) throw new Error(`the answer is no JSON object: ${quoted(body)}`)
  return value
}

const QUOTED = 200

function quoted(text: string): string {
  return text.trim() === '' ? 'it is empty' : JSON.stringify(text.slice(0, QUOTED)).replaceAll(/[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/g, '')
}

/** What a model says where it declines in a member of its own: a part of an answer, or a message. */
function declined(body: Json): string[] {
  const holders = [...objectsOf(body['output']).flatMap(item => objectsOf(item['content'])), ...objectsOf(body['choices']).flatMap(({ message }) => isJson(message) ? [message] : [])]
  return holders.flatMap(({ refusal }) => typeof refusal === 'string' ? [refusal] : [])
}
