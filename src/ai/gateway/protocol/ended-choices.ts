import type { Json } from './protocol.ts'
import { objectsOf } from './protocol.ts'

/** The choices of OpenAI's kind that an event of a stream ends, as their channels begin. */
export function endedChoices(event: Json): string[] {
  return objectsOf(event['choices']).flatMap(({ index, finish_reason: reason }) => (typeof reason === 'string' ? [`${String(index)} `] : []))
}
