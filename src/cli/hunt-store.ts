import { openHouse } from '../capabilities.ts'
import { formatTime } from '../model/time.ts'
import { eventScope } from '../pipeline/ingest/store-status.ts'
import { formatQuery } from '../query/format-query.ts'
import type { EventReader } from '../store/events/event-reader.ts'
import { huntEvents } from '../store/events/hunt-events.ts'
import { huntSummary } from '../store/events/hunt-summary.ts'
import { storeErrorOf } from '../store/clickhouse/store-error.ts'
import { storedEvidence } from '../store/ledger/stored-evidence.ts'
import { coldEvents } from '../store/retention/kept-evidence.ts'
import { eventLine } from './event-line.ts'
import type { HuntOptions } from './hunt.ts'
import { huntQuery } from './hunt-query.ts'
import { queryResultLines } from './query-result-lines.ts'
import { readSettings } from './settings.ts'
import { goneSignal, terminal } from './terminal.ts'
import { withStore } from './with-ingest-store.ts'
import { writeLines } from './write-lines.ts'

/** `noroshi hunt` without paths: over everything that was ingested, the newest events first. */
export async function huntStore(text: string, options: Omit<HuntOptions, 'rules' | 'date'>): Promise<number> {
  if (options.cold === true) return (await import('./hunt-cold.ts')).huntCold(text, options)
  const query = huntQuery(text, options)
  return withStore(options, readSettings(options), async store => {
    const evidence = await storedEvidence(store.ledger)
    const reader: EventReader = {
      client: store.clickhouse.client,
      scope: await eventScope(store),
      mappings: openHouse({ ruleDirectories: [] }).mappings,
      paths: new Map(evidence.map(({ sha256, paths }) => [sha256, paths.map(({ path }) => path)])),
      ...goneSignal(),
    }
    try {
      const events = query.pipe === null ? await huntEvents(reader, query, options.limit) : []
      // Fewer than were asked for are all there are.
      const counted = query.pipe === null && events.length < options.limit ? null : await huntSummary(reader, query)
      const total = counted?.total ?? events.length
      const lines = query.pipe === null || counted === null
        ? events.map(event => eventLine({
            path: reader.paths.get(event.evidence)?.[0] ?? event.evidence,
            record: event.record,
            time: event.time === null ? null : formatTime(event.time),
            dataset: event.dataset,
            fields: event.fields,
          }, options.json === true))
        : queryResultLines(counted, options.json === true)
      await writeLines(terminal().stdout, lines)
      const shown = query.pipe === null && total > events.length ? `, the newest ${events.length} shown (see --limit)` : ''
      terminal().stderr.write(`${total} events found${shown}, read as: ${formatQuery(query)}\n`)
      const cold = await coldEvents(store.ledger)
      if (cold > 0) terminal().stderr.write(`${cold} events are cold and were not searched; noroshi hunt --cold searches them, and docs/keeping.md says how to bring them back\n`)
      return 0
    } catch (cause) {
      throw storeErrorOf(cause)
    }
  })
}
