import type { Json } from './protocol.ts'
import { isJson } from './protocol.ts'

/** The items of a response that the program has been told of, by the events of a stream of OpenAI's. */
export class ToldItems {
  readonly #items = new Map<unknown, { readonly item: Json; readonly isDone: boolean; readonly texts: Map<unknown, string> }>()

  note({ type, output_index: place, content_index: part, item, delta }: Json): void {
    if ((type === 'response.output_item.added' || type === 'response.output_item.done') && isJson(item)) this.#items.set(place, { item, isDone: type.endsWith('.done'), texts: new Map() })
    const texts = type === 'response.output_text.delta' ? this.#items.get(place)?.texts : undefined
    if (typeof delta === 'string') texts?.set(part, (texts.get(part) ?? '') + delta)
  }

  /** As a response that ends before its time lists them. */
  get output(): Json[] {
    return this.#items.values().map(({ item, isDone, texts }) => {
      if (isDone) return item
      const content = texts.values().map(text => ({ type: 'output_text', text, annotations: [] })).toArray()
      return { ...item, status: 'incomplete', ...(content.length === 0 ? {} : { content }) }
    }).toArray()
  }
}
