import { availableParallelism } from 'node:os'
import type { House } from '../capabilities.ts'
import { openHouse } from '../capabilities.ts'
import { loadRules } from '../detect/sigma/load/load-rules.ts'
import { trafficVersion } from '../detect/traffic/traffic-version.ts'
import type { Language } from '../model/reason.ts'
import type { EvidenceProgress, EvidenceTask, EvidenceTaskResult } from '../pipeline/evidence-task.ts'
import type { ReadingOptions } from '../pipeline/ingest/ingest-evidence.ts'
import type { IngestStore } from '../pipeline/ingest/ingest-store.ts'
import { openIngestStore } from '../pipeline/ingest/ingest-store.ts'
import type { LostRows } from '../pipeline/ingest/lost-rows.ts'
import { lostRows, removeRemadeParts } from '../pipeline/ingest/lost-rows.ts'
import { readingVersion } from '../pipeline/ingest/reading-version.ts'
import type { OpenedReading } from '../pipeline/ingest/renewable-reading.ts'
import { RenewableReading } from '../pipeline/ingest/renewable-reading.ts'
import type { Configuration } from '../platform/config/read-configuration.ts'
import { dataFolderPath } from '../platform/config/read-configuration.ts'
import { openDataFolder } from '../platform/data-folder.ts'
import { formatBytes, ProgressLine } from '../platform/progress-line.ts'
import { WorkerPool } from '../platform/worker-pool.ts'
import { setDurability } from '../store/events/set-durability.ts'
import { chosenRules, disabledRules, ruleDirectories } from './rule-directories.ts'
import { ruleNotice } from './rule-notice.ts'
import type { CommonOptions } from './settings.ts'
import { actorOf, archiveOptionsOf, clickHouseOptionsOf, dataPathsOf, houseOptionsOf, postgresOptionsOf, readSettings, workerLimitsOf } from './settings.ts'
import { sharedStore, terminal } from './terminal.ts'

export interface ReadingCommandOptions extends CommonOptions {
  readonly rules: readonly string[]
  readonly lang: Language
  readonly workers?: number
}

/** The store, and all that reading evidence into it needs. */
export interface OpenedStore {
  readonly store: IngestStore
  readonly house: House
  readonly reading: ReadingOptions
  /** Lets {@link reading} use the rules as they are now; while nobody reads. */
  renewReading(): Promise<void>
}

/**
 * Opens the data folder, the engines and the workers side by side, does the work, and closes everything however it ends. Inside a running
 * server its open store is used, in turn with whatever else writes, and its workers where the rules are the same.
 */
export async function withReadingStore<T>(options: ReadingCommandOptions, work: (opened: OpenedStore) => Promise<T>): Promise<T> {
  const settings = readSettings(options)
  const progress = new ProgressLine(terminal().stderr)
  const shown: Pick<ReadingOptions, 'onProgress' | 'onRoom'> = {
    onProgress: progressOn(progress),
    onRoom: state => {
      progress.clear()
      terminal().stderr.write(`${ROOM[options.lang][state]}\n`)
    },
  }
  const shared = sharedStore()
  try {
    if (shared === null) {
      return await withStore(options, settings, async store => {
        const lost = await lostRows(store)
        if (lost.events + lost.matches === 0) await removeRemadeParts(store)
        else terminal().stderr.write(`${LOST[options.lang](lost)}\n`)
        return withWorkers(options, settings, store, shown, work)
      })
    }
    return await shared.inTurn(() => (options.rules.length === 0 && options.workers === undefined
      ? work({ ...shared, reading: { ...shared.reading, ...shown } })
      : withWorkers(options, settings, shared.store, shown, work)))
  } finally {
    progress.clear()
  }
}

async function withWorkers<T>(
  options: ReadingCommandOptions, settings: Configuration, store: IngestStore, shown: Pick<ReadingOptions, 'onProgress' | 'onRoom'>,
  work: (opened: OpenedStore) => Promise<T>,
): Promise<T> {
  const chosen = chosenRules(options.rules, settings)
  if (chosen.length > 0) terminal().stderr.write(ruleNotice(chosen, options.lang, settings.sigma))
  const live = new RenewableReading(() => openReading(options, settings, shown))
  try {
    const house = openHouse(houseOptionsOf(settings, []))
    await setDurability(store.clickhouse.client, settings.durability)
    return await work({ store, house, reading: live.reading, renewReading: () => live.renew() })
  } finally {
    await live.close()
  }
}

/** By the rules as they are now. */
function openReading(options: ReadingCommandOptions, settings: Configuration, shown: Pick<ReadingOptions, 'onProgress' | 'onRoom'>): OpenedReading {
  const data = dataPathsOf(options)
  const houseOptions = houseOptionsOf(settings, ruleDirectories(options.rules, settings, data), disabledRules(options.rules, data))
  const workers = options.workers ?? settings.workers ?? availableParallelism()
  // Before the workers do: what cannot be opened is said once, and at once.
  const { decoders } = openHouse({ ...houseOptions, ruleDirectories: [] })
  const pool = new WorkerPool<EvidenceTask, EvidenceTaskResult, EvidenceProgress>(
    new URL('../worker.ts', import.meta.url), houseOptions, workers, workerLimitsOf(settings),
  )
  const { rules, correlations } = loadRules(houseOptions.ruleDirectories, { ...settings.sigma, disabled: new Set(houseOptions.disabledRules) })
  const contents = [...rules, ...correlations].map(({ file: _, summary, ...content }) => ({ key: summary.id, content: { summary, ...content } }))
  const version = readingVersion([...contents, ...trafficVersion(houseOptions.traffic, houseOptions.disabledRules)], settings.zones)
  return {
    reading: {
      decoders,
      version,
      stages: { version: version.rulesetHash, make: correlations.length === 0 && houseOptions.traffic === undefined ? () => [] : () => openHouse(houseOptions).stages() },
      archives: archiveOptionsOf(settings),
      workers,
      run: (task, onProgress) => pool.run(task, onProgress),
      ...shown,
    },
    close: () => pool.close(),
  }
}

/** The same without workers: for who only looks. */
export async function withStore<T>(options: CommonOptions, settings: Configuration, work: (store: IngestStore) => Promise<T>): Promise<T> {
  const shared = sharedStore()
  if (shared !== null) return work(shared.store)
  const folder = openDataFolder(dataFolderPath(options.data, settings))
  try {
    const store = await openIngestStore({
      folder,
      clickhouse: clickHouseOptionsOf(settings, folder),
      postgres: postgresOptionsOf(settings, folder),
      organisation: settings.organisation,
      actor: actorOf(undefined),
    })
    try {
      return await work(store)
    } finally {
      await store.close()
    }
  } finally {
    folder.close()
  }
}

const ROOM: Readonly<Record<Language, Readonly<Record<'paused' | 'resumed', string>>>> = {
  en: { paused: 'The disk is full: paused. It goes on by itself when there is room; nothing is lost.', resumed: 'There is room again: going on.' },
  ja: { paused: 'ディスクの空きがないため一時停止しました。空きができしだい自動で再開します。失われたものはありません。', resumed: '空きができたため再開しました。' },
}

const LOST: Readonly<Record<Language, (lost: LostRows) => string>> = {
  en: ({ events, matches }) => `The event store has lost ${events} events and ${matches} matches that the ledger knows of. noroshi rerun --all reads them from the evidence again.`,
  ja: ({ events, matches }) => `台帳にあるイベント ${events} 件とマッチ ${matches} 件が、イベントストアから失われています。noroshi rerun --all で証拠から読み直せます。`,
}

/** Every byte is read twice: once to know it, once to decode it. */
function progressOn(line: ProgressLine): (progress: EvidenceProgress) => void {
  let bytes = 0
  let events = 0
  return seen => {
    bytes += seen.bytes
    events += seen.events
    line.show(() => `${formatBytes(bytes)} read, ${events.toLocaleString('en')} events`)
  }
}
