import type { EventReader } from '../../../store/events/event-reader.ts'
import type { StoredEvent } from '../../../store/events/stored-event.ts'
import { huntEvents } from '../../../store/events/hunt-events.ts'
import { scopeAt, scopePosition } from '../../../store/ledger/position.ts'
import { storedPaths } from '../../../store/ledger/stored-evidence.ts'
import { queryTerm } from '../../../model/query-text.ts'
import { parseQuery } from '../../../query/parse-query.ts'
import type { Query } from '../../../query/query.ts'
import { queryFields } from '../../../query/query-fields.ts'
import type { Asked } from '../../context.ts'

/** What a query of the asker may read: what is seen now, or was at an earlier position, of their organisation. */
export async function eventReader(
  { store, services }: Pick<Asked, 'store' | 'services'>, query: Query | null, { position, signal }: { readonly position?: number; readonly signal?: AbortSignal } = {},
): Promise<EventReader> {
  const scope = await (position === undefined ? scopePosition(store.ledger) : scopeAt(store.ledger, position))
  return {
    client: store.clickhouse.client,
    scope: { organisation: store.ledger.organisation, position: scope.position, hiddenLoads: scope.hidden },
    mappings: services.house.mappings,
    paths: query !== null && queryFields(query).has('_path') ? await storedPaths(store.ledger, null) : new Map(),
    ...(signal === undefined ? {} : { signal }),
  }
}

/** One event; undefined where the asker's organisation has none of that id. */
export async function findEvent(asked: Pick<Asked, 'store' | 'services'>, id: string): Promise<StoredEvent | undefined> {
  const parsed = parseQuery(queryTerm('_id', id))
  if (!parsed.ok) return undefined
  const [event] = await huntEvents(await eventReader(asked, parsed.query), parsed.query, 1)
  return event
}
