import { openHouse } from '../capabilities.ts'
import { formatTime } from '../model/time.ts'
import { huntCold as huntColdFiles } from '../pipeline/retention/hunt-cold.ts'
import { ProgressLine } from '../platform/progress-line.ts'
import { formatQuery } from '../query/format-query.ts'
import { storedEvidence } from '../store/ledger/stored-evidence.ts'
import { eventLine } from './event-line.ts'
import type { HuntOptions } from './hunt.ts'
import { huntQuery } from './hunt-query.ts'
import { queryResultLines } from './query-result-lines.ts'
import { readSettings } from './settings.ts'
import { goneSignal, terminal } from './terminal.ts'
import { withStore } from './with-ingest-store.ts'
import { writeLines } from './write-lines.ts'

/** `noroshi hunt --cold`: over the events in cold files, and no others. Exit code 1 when some of these files were not read to their end. */
export async function huntCold(text: string, options: Omit<HuntOptions, 'rules' | 'date'>): Promise<number> {
  const query = huntQuery(text, options)
  const settings = readSettings(options)
  const { stdout, stderr } = terminal()
  return withStore(options, settings, async store => {
    const paths = new Map((await storedEvidence(store.ledger)).map(({ sha256, paths: found }) => [sha256, found.map(({ path }) => path)]))
    const progress = new ProgressLine(stderr)
    const { events, found, result, filesRead, unread } = await huntColdFiles(store, {
      query, limit: options.limit, mappings: openHouse({ ruleDirectories: [] }).mappings, paths, retention: settings.retention, ...goneSignal(),
      onProgress: ({ file, files, events: read, allEvents }) => progress.show(() => `cold file ${file} of ${files}, ${read.toLocaleString('en')} of ${allEvents.toLocaleString('en')} events`),
    }).finally(() => progress.clear())
    await writeLines(stdout, query.pipe === null
      ? events.map(event => eventLine({
          path: paths.get(event.evidence)?.[0] ?? event.evidence,
          record: event.record,
          time: event.time === null ? null : formatTime(event.time),
          dataset: event.dataset,
          cold: true,
          fields: event.fields,
        }, options.json === true))
      : queryResultLines(result, options.json === true))
    const shown = query.pipe === null && found > events.length ? `, the newest ${events.length} shown (see --limit)` : ''
    stderr.write(`${found} cold events found in ${filesRead} cold ${filesRead === 1 ? 'file' : 'files'}${shown}, read as: ${formatQuery(query)}\n`)
    for (const { file, reason } of unread) stderr.write(`not read to its end: ${file}: ${reason}\n`)
    return unread.length === 0 ? 0 : 1
  })
}
