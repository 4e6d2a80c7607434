import type { EventPosition } from '../../model/event-order.ts'
import { compareEvents } from '../../model/event-order.ts'
import type { Query } from '../../query/query.ts'
import type { EventReader } from './event-reader.ts'
import type { EventSearch } from './event-search.ts'
import { prepareSearch } from './event-search.ts'
import { judgedEvents } from './judged-events.ts'
import { beyondCondition, newestEvents } from './newest-events.ts'
import type { StoredEvent } from './stored-event.ts'

/**
 * The newest events that a query's condition finds, at most `limit`; those without time last. The query's pipe is {@link huntSummary}'s.
 *
 * @param after the last event of the page before: those that follow it in that order
 */
export async function huntEvents(reader: EventReader, query: Query, limit: number, after: EventPosition | null = null): Promise<readonly StoredEvent[]> {
  const search = await prepareSearch(reader, query, 'few')
  const found = await Promise.all([plain(reader, query, search, limit, after), judged(reader, query, search, 'odd', limit, after)])
  return found.flat().sort((a, b) => Number(a.time === null) - Number(b.time === null) || compareEvents(b, a)).slice(0, limit)
}

/** Certain and open events are looked for in one go, since both read the same indexes. Mostly none is open; else they are read apart. */
async function plain(reader: EventReader, query: Query, search: EventSearch, limit: number, after: EventPosition | null): Promise<readonly StoredEvent[]> {
  const all = await newestEvents(reader, search, search.compiled.plain, limit, after)
  if (!all.some(({ isOpen }) => isOpen)) return all.map(({ event }) => event)
  const found = await Promise.all([newestEvents(reader, search, search.compiled.certain, limit, after), judged(reader, query, search, 'open', limit, after)])
  return [...found[0].map(({ event }) => event), ...found[1]]
}

async function judged(
  reader: EventReader, query: Query, search: EventSearch, kind: 'odd' | 'open', limit: number, after: EventPosition | null,
): Promise<StoredEvent[]> {
  const events: StoredEvent[] = []
  const { timed, untimed } = beyondCondition(after, search.parameters)
  for await (const { event } of judgedEvents(reader, query, search, kind, `(${timed} OR ${untimed})`)) {
    events.push(event)
    if (events.length === limit) break
  }
  return events
}
