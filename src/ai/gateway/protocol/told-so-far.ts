import type { Json, Told } from './protocol.ts'
import { isJson, objectsOf } from './protocol.ts'
import { ToldItems } from './told-items.ts'

/** Keeps what a program is told by the events of a stream. */
export class ToldSoFar implements Told {
  last: Json | null = null
  response: Json | null = null
  readonly #items = new ToldItems()
  readonly #open = new Set<number>()

  get open(): readonly number[] {
    return [...this.#open]
  }

  get output(): readonly Json[] {
    return this.#items.output
  }

  note(event: Json): void {
    this.last = event
    const { type, index, response } = event
    if (isJson(response)) this.response = response
    this.#items.note(event)
    for (const { index: choice, finish_reason: reason } of objectsOf(event['choices'])) this.#mark(choice, typeof reason !== 'string')
    if (type === 'content_block_start' || type === 'content_block_stop') this.#mark(index, type === 'content_block_start')
  }

  #mark(index: unknown, isOpen: boolean): void {
    if (typeof index !== 'number') return
    if (isOpen) this.#open.add(index)
    else this.#open.delete(index)
  }
}
