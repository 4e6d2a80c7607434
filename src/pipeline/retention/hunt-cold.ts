import type { Mappings } from '../../model/mappings.ts'
import { compareEvents } from '../../model/event-order.ts'
import type { RetentionConfiguration } from '../../platform/config/retention-schema.ts'
import { messageOf, NoroshiError } from '../../platform/noroshi-error.ts'
import { BatchEvent } from '../../query/batch-event.ts'
import type { Query } from '../../query/query.ts'
import { queryFields } from '../../query/query-fields.ts'
import { queryTimes } from '../../query/query-times.ts'
import type { QueryResult } from '../../query/run-query.ts'
import { startQuery } from '../../query/run-query.ts'
import { coldEventsOf } from '../../store/events/cold-events.ts'
import type { StoredEvent } from '../../store/events/stored-event.ts'
import { batchOf } from '../../store/events/stored-event.ts'
import type { ColdHolding } from '../../store/retention/kept-evidence.ts'
import { coldHoldings } from '../../store/retention/kept-evidence.ts'
import type { IngestStore } from '../ingest/ingest-store.ts'
import { withColdFile } from './cold-place.ts'
import { COLD_HUNT_MS } from './defaults.ts'

/** A hunt over what is cold. */
export interface ColdHunt {
  readonly query: Query
  /** Events that are kept, the newest. */
  readonly limit: number
  readonly mappings: Mappings
  /** Of evidence (hex SHA-256), as far as they are known. */
  readonly paths: ReadonlyMap<string, readonly string[]>
  readonly retention: RetentionConfiguration
  /** Milliseconds after which no more is read. */
  readonly mostMs?: number
  /** Of who asked: they have gone away. */
  readonly signal?: AbortSignal
  onProgress?(progress: ColdProgress): void
}

export interface ColdProgress {
  /** Cold files, from 1. */
  readonly file: number
  readonly files: number
  /** Events read of all that are cold; with bounds of time fewer are read. */
  readonly events: number
  readonly allEvents: number
}

export interface ColdAnswer {
  /** The newest first, those without time last. */
  readonly events: readonly StoredEvent[]
  readonly found: number
  readonly result: QueryResult
  /** Files that were read to their end. */
  readonly filesRead: number
  /** Those that were not, and why. */
  readonly unread: readonly { readonly file: string; readonly reason: string }[]
}

/**
 * Judges events of cold files in memory, as a hunt in files does, those received last first. The engine reads the Parquet; of a store each file is fetched before
 * and removed behind. In memory are the events that are kept, twice their number at most.
 *
 * @throws NoroshiError `bad-query` where it speaks of rules, whose matches are not kept with cold events; `cold-failed` where the engine is elsewhere
 */
export async function huntCold({ clickhouse, ledger, folder }: IngestStore, hunt: ColdHunt): Promise<ColdAnswer> {
  if (queryFields(hunt.query).has('_rule')) throw new NoroshiError('bad-query', 'of cold events it is not known which rules match them: noroshi rerun reads their evidence anew')
  if (clickhouse.kind === 'external') throw new NoroshiError('cold-failed', 'the ClickHouse of clickhouse.url does not see the files of this machine: ask it for them itself (docs/keeping.md)')
  const holdings = await coldHoldings(ledger)
  const late = AbortSignal.timeout(hunt.mostMs ?? COLD_HUNT_MS)
  const signal = hunt.signal === undefined ? late : AbortSignal.any([late, hunt.signal])
  const run = startQuery(hunt.query)
  const kept = new NewestKept(hunt.limit)
  const unread: { file: string; reason: string }[] = []
  let found = 0
  let events = 0
  for (const [at, holding] of holdings.entries()) {
    try {
      signal.throwIfAborted()
      await withColdFile(holding.file, hunt.retention, folder.spool, path => read(path, holding, at))
    } catch (cause) {
      if (hunt.signal?.aborted === true) throw cause
      unread.push({ file: holding.file, reason: late.aborted ? 'the time was up' : messageOf(cause) })
    }
  }
  return { events: kept.newest(), found, result: run.result(), filesRead: holdings.length - unread.length, unread }

  async function read(path: string, { evidence }: ColdHolding, at: number): Promise<void> {
    const selection = { path, organisation: ledger.organisation, evidence, times: queryTimes(hunt.query) }
    for await (const event of coldEventsOf(clickhouse.client, selection, signal)) {
      signal.throwIfAborted()
      events++
      hunt.onProgress?.({ file: at + 1, files: holdings.length, events, allEvents: holdings.reduce((sum, each) => sum + each.events, 0) })
      const seen = new BatchEvent(batchOf(event), hunt.mappings, { evidence: event.evidence, paths: hunt.paths.get(event.evidence) ?? [], rulesOf: () => [] })
      if (!run.accept(seen)) continue
      found++
      if (hunt.query.pipe === null) kept.add(event)
    }
  }
}

/** The newest of many events that come in any order. */
class NewestKept {
  readonly #limit: number
  #events: StoredEvent[] = []

  constructor(limit: number) {
    this.#limit = limit
  }

  add(event: StoredEvent): void {
    this.#events.push(event)
    if (this.#events.length >= 2 * this.#limit + 1) this.#events = this.newest()
  }

  newest(): StoredEvent[] {
    return this.#events.toSorted((a, b) => Number(a.time === null) - Number(b.time === null) || compareEvents(b, a)).slice(0, this.#limit)
  }
}
