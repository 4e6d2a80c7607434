import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { EventPosition } from '../../model/event-order.ts'
import { formatTime } from '../../model/time.ts'
import type { Fields } from '../../model/value.ts'
import { isFields } from '../../model/value.ts'
import { jsonText } from '../../platform/json-text.ts'
import { messageOf, NoroshiError } from '../../platform/noroshi-error.ts'
import type { Query } from '../../query/query.ts'
import type { EventReader } from '../../store/events/event-reader.ts'
import { huntEvents } from '../../store/events/hunt-events.ts'
import type { StoredEvent } from '../../store/events/stored-event.ts'
import { isDiskFull } from '../ingest/disk-full.ts'
import { FIELDS_MOST, PAGE_EVENTS } from './defaults.ts'
import type { ExtractReport } from './extract-report.ts'
import { KnownNames } from './known-names.ts'
import type { Pseudonyms } from './pseudonyms.ts'
import { residualIn } from './residual.ts'
import type { Replaced, SanitiseOptions } from './sanitise.ts'
import { sanitiseFields } from './sanitise.ts'

export interface ExtractOptions {
  readonly reader: EventReader
  /** Without a pipe. */
  readonly query: Query
  readonly pseudonyms: Pseudonyms
  /** One's own, from the register. */
  readonly ownDomains: readonly string[]
  readonly dropped: readonly string[]
  /** A new folder. */
  readonly out: string
  mayExtract(dataset: string): boolean
  onProgress(events: number): void
}

export type ExtractedEvents = Pick<ExtractReport, 'file' | 'sha256' | 'events' | 'datasets' | 'refused' | 'replaced' | 'names' | 'ownDomains' | 'dropped' | 'fields' | 'residual'>

/**
 * Writes the events that a query finds, the newest first, with pseudonyms, as `events.jsonl` in a new folder. Twice through: first for the names, so that each is replaced wherever it stands;
 * then the finished file is read for what may be left. Neither the raw records nor identities go out. Memory: the names.
 *
 * @throws NoroshiError `extract-failed` when there is such a folder, or when something was left: then there is none; `disk-full`
 */
export async function makeExtract(options: ExtractOptions): Promise<ExtractedEvents> {
  const { reader, pseudonyms, ownDomains, out, mayExtract, onProgress } = options
  const names = new KnownNames(ownDomains)
  for await (const { dataset, fields } of eventsOf(options)) if (mayExtract(dataset)) names.gather(reader.mappings.dataset(dataset), fields)
  const replaced: Replaced = { address: 0, mac: 0, user: 0, host: 0, domain: 0, mail: 0 }
  const dropped = options.dropped.map(name => name.toLowerCase())
  const sanitising: SanitiseOptions = { pseudonyms, names, dropped: new Set(dropped), replaced }
  const datasets = new Map<string, number>()
  const refused = new Map<string, number>()
  const fieldNames = new Map<string, number>()
  const hash = createHash('sha256')
  const file = join(out, 'events.jsonl')
  try {
    await mkdir(out, { mode: 0o700 })
    const handle = await open(`${file}.part`, 'wx', 0o600)
    let events = 0
    try {
      for await (const event of eventsOf(options)) {
        if (!mayExtract(event.dataset)) {
          countOne(refused, event.dataset)
          continue
        }
        const fields = sanitiseFields(event.fields, reader.mappings.dataset(event.dataset), sanitising)
        countNames(fields, '', fieldNames)
        const line = `${jsonText({ id: pseudonyms.name('id', event.id), time: event.time === null ? null : formatTime(event.time), dataset: event.dataset, fields })}\n`
        hash.update(line)
        await handle.writeFile(line)
        countOne(datasets, event.dataset)
        onProgress(++events)
      }
      await handle.sync()
    } finally {
      await handle.close()
    }
    const residual = await residualOf(`${file}.part`, names)
    if (residual > 0) throw new NoroshiError('extract-failed', `${residual} names were left in the finished extract: it was removed`)
    await rename(`${file}.part`, file)
    return {
      file, sha256: hash.digest('hex'), events, datasets: Object.fromEntries(datasets), refused: Object.fromEntries(refused), residual, replaced: { ...replaced },
      names: names.size, ownDomains: [...ownDomains], dropped, fields: Object.fromEntries([...fieldNames].sort(([a], [b]) => (a < b ? -1 : 1))),
    }
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) await rm(out, { recursive: true, force: true })
    if (isDiskFull(cause)) throw new NoroshiError('disk-full', `there is no room left for the extract ${out}`, { cause })
    if (cause instanceof Error && 'syscall' in cause) throw new NoroshiError('extract-failed', `the extract ${out} cannot be written: ${messageOf(cause)}`, { cause })
    throw cause
  }
}

async function* eventsOf({ reader, query }: ExtractOptions): AsyncGenerator<StoredEvent, void, undefined> {
  let after: EventPosition | null = null
  for (;;) {
    const page = await huntEvents(reader, query, PAGE_EVENTS, after)
    yield* page
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE_EVENTS) return
    after = last
  }
}

async function residualOf(path: string, names: KnownNames): Promise<number> {
  let residual = 0
  for await (const line of createInterface({ input: createReadStream(path) })) residual += residualIn(line, names)
  return residual
}

function countNames(fields: Fields, prefix: string, counts: Map<string, number>): void {
  for (const [name, value] of Object.entries(fields)) {
    const path = `${prefix}${name}`
    if (isFields(value)) countNames(value, `${path}.`, counts)
    else if (counts.has(path) || counts.size < FIELDS_MOST) countOne(counts, path)
  }
}

function countOne(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
