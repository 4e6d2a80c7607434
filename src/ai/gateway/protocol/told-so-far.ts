import type { Json } from './protocol.ts'
import { isJson, objectsOf } from './protocol.ts'
import { ToldItems } from './told-items.ts'

/** What the program has been told of an answer by the events of its stream: what an end that comes before its time has to end. */
export class ToldSoFar {
  /** The last event. */
  last: Json | null = null
  /** What a response is called and who makes it, as it said when it began. */
  response: Json | null = null
  /** What that response holds. */
  readonly items = new ToldItems()
  readonly #open = new Set<number>()

  /** Choices, or blocks, that have begun and not ended. */
  get open(): readonly number[] {
    return [...this.#open]
  }

  note(event: Json): void {
    this.last = event
    const { type, index, response } = event
    if (isJson(response)) this.response = response
    this.items.note(event)
    for (const { index: choice, finish_reason: reason } of objectsOf(event['choices'])) this.#mark(choice, typeof reason !== 'string')
    if (type === 'content_block_start' || type === 'content_block_stop') this.#mark(index, type === 'content_block_start')
  }

  #mark(index: unknown, isOpen: boolean): void {
    if (typeof index !== 'number') return
    if (isOpen) this.#open.add(index)
    else this.#open.delete(index)
  }
}
