import type { Json, Told } from './protocol.ts'
import { objectsOf } from './protocol.ts'

/** In the answers of OpenAI's kind, of which each choice ends for itself. */
export function sayChoicesCut(body: Json, before: Json): void {
  const whole = objectsOf(before['choices'])
  for (const [index, choice] of objectsOf(body['choices']).entries()) if (JSON.stringify(choice) !== JSON.stringify(whole[index])) choice['finish_reason'] = 'length'
}

/** What ends every choice of a stream that the program has been told of. @param choice what each says at its end */
export function endOfChoices({ last, open }: Told, object: string, choice: Json, beside: Json = {}): string {
  const choices = (open.length === 0 ? [0] : open).map(index => ({ index, ...choice }))
  return `data: ${JSON.stringify({ id: 'withheld', created: 0, model: 'noroshi', ...membersOf(last, ['id', 'created', 'model']), object, choices, ...beside })}\n\ndata: [DONE]\n\n`
}

/** What of the last event of a stream its end repeats. */
export function membersOf(last: Json | null, names: readonly string[]): Json {
  return Object.fromEntries(names.flatMap(name => (last !== null && (typeof last[name] === 'string' || typeof last[name] === 'number') ? [[name, last[name]]] : [])))
}
