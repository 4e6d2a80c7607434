import type { Json } from './protocol.ts'
import { objectsOf } from './protocol.ts'

/** In the answers of OpenAI's kind. */
export function sayChoicesCut(body: Json): void {
  for (const choice of objectsOf(body['choices'])) choice['finish_reason'] = 'length'
}

/** What of the last event of a stream its end repeats. */
export function membersOf(last: Json | null, names: readonly string[]): Json {
  return Object.fromEntries(names.flatMap(name => (last !== null && (typeof last[name] === 'string' || typeof last[name] === 'number') ? [[name, last[name]]] : [])))
}
