import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { openHouse } from '../src/capabilities.ts'
import type { HouseOptions } from '../src/capabilities.ts'
import { loadRules } from '../src/detect/sigma/load/load-rules.ts'
import type { Digest } from '../src/model/digest.ts'
import { compareText } from '../src/model/event-order.ts'
import { analyzeEvidence } from '../src/pipeline/analyze-evidence.ts'
import { UNPACK_LIMITS } from '../src/pipeline/evidence/defaults.ts'
import type { EvidenceSummary } from '../src/model/evidence-summary.ts'
import type { EvidenceProgress, EvidenceTask, EvidenceTaskResult } from '../src/pipeline/evidence-task.ts'
import { foldCases } from '../src/pipeline/ingest/fold-cases.ts'
import type { ReadingOptions } from '../src/pipeline/ingest/ingest-evidence.ts'
import { ingestEvidence } from '../src/pipeline/ingest/ingest-evidence.ts'
import type { IngestStore } from '../src/pipeline/ingest/ingest-store.ts'
import { openIngestStore } from '../src/pipeline/ingest/ingest-store.ts'
import { readingVersion } from '../src/pipeline/ingest/reading-version.ts'
import type { StageSource } from '../src/pipeline/ingest/renew-stages.ts'
import { storedSummaries } from '../src/pipeline/ingest/stored-summaries.ts'
import { countedDigests, storeStatus } from '../src/pipeline/ingest/store-status.ts'
import type { DataFolder } from '../src/platform/data-folder.ts'
import { openDataFolder } from '../src/platform/data-folder.ts'
import { WorkerPool } from '../src/platform/worker-pool.ts'
import { openLedger } from '../src/store/ledger/ledger.ts'
import { makeCases } from '../src/triage/index.ts'
import { placeMadeData } from './made-data.ts'

/** Microseconds; of evidence whose lines do not name their year. */
const DATE = Date.UTC(2026, 10, 22) * 1_000

export type EvidencePool = WorkerPool<EvidenceTask, EvidenceTaskResult, EvidenceProgress>

/** What must be the same after everything: all that is derived from content. */
export interface Settled {
  /** What was read of each, with its errors. */
  readonly evidence: readonly EvidenceSummary[]
  readonly events: Digest
  readonly matches: Digest
  readonly findings: unknown
  readonly cases: unknown
}

export interface OpenStoreOptions {
  readonly house: HouseOptions
  /** Workers of somebody else, with the same house; without them some of its own. */
  readonly pool?: EvidencePool
  /** A data folder, made where there is none, which is kept; without it a new one, which is removed. */
  readonly folder?: string
  readonly organisation?: string
}

/** Both engines of a data folder, held open in this process, with workers. */
export interface OpenStore {
  readonly store: IngestStore
  readonly data: DataFolder
  readonly pool: EvidencePool
  readonly reading: ReadingOptions
  /** Told of disks: `paused`, `resumed`. */
  readonly said: readonly string[]
  /** The same engines with the empty ledger of another organisation: the state of a new store, without its start. */
  organisation(name: string): Promise<IngestStore>
  close(): Promise<void>
}

export async function openStore({ house: options, pool: given, folder, organisation = 'default' }: OpenStoreOptions): Promise<OpenStore> {
  const own = mkdtempSync(join(realpathSync(tmpdir()), 'noroshi-store-'))
  const path = folder ?? join(own, 'data')
  await placeMadeData(path)
  const data = openDataFolder(path)
  const pool: EvidencePool = given ?? new WorkerPool(new URL('../src/worker.ts', import.meta.url), options, 2)
  const said: string[] = []
  const { rules, correlations } = loadRules(options.ruleDirectories)
  const store = await openIngestStore({
    folder: data,
    clickhouse: { kind: 'embedded', folder: data.clickhouse, runFolder: data.run },
    postgres: { kind: 'embedded', folder: data.postgres, runFolder: data.run },
    organisation,
    actor: 'test',
  })
  const version = readingVersion([...rules, ...correlations].map(({ file: _, summary, ...content }) => ({ key: summary.id, content: { summary, ...content } })), {})
  return {
    store,
    data,
    pool,
    reading: {
      decoders: openHouse({ ruleDirectories: [] }).decoders,
      version,
      stages: { version: version.rulesetHash, make: () => openHouse(options).stages() },
      archives: { passwords: [], limits: UNPACK_LIMITS },
      workers: 2,
      run: (task, onProgress) => pool.run(task, onProgress),
      onProgress: () => {},
      onRoom: state => said.push(state),
    },
    said,
    organisation: async name => ({ ...store, ledger: await openLedger(store.ledger.pool, name) }),
    close: async () => {
      if (given === undefined) await pool.close()
      await store.close()
      data.close()
      rmSync(own, { recursive: true, force: true })
    },
  }
}

/** What `analyze` makes of paths. */
export async function analyzedBy(pool: EvidencePool, paths: readonly string[], stages: StageSource['make'] = () => []): Promise<Settled> {
  const { evidence, events, matches, findings } = await analyzeEvidence({
    paths, date: DATE, recover: false, stages, run: (task, onProgress) => pool.run(task, onProgress), onProgress: () => {},
  })
  return { evidence, events, matches, findings: byId(findings), cases: makeCases(findings).cases }
}

/** Brings paths into the store and folds all that is in it. */
export async function ingestInto(store: IngestStore, reading: ReadingOptions, paths: readonly string[]): Promise<void> {
  const { unreadable } = await ingestEvidence(store, { ...reading, paths, date: DATE, recover: false })
  expect(unreadable).toEqual([])
  await foldCases(store, makeCases, reading)
}

/** What is in the store, which must be settled, and hold row by row what its ledger says. */
export async function settledState(store: IngestStore): Promise<Settled> {
  const { made, findings } = await foldCases(store, makeCases, null)
  const { settled, evidence, digests, chunks, loads } = await storeStatus(store)
  expect({ settled, chunks, loads, counted: await countedDigests(store) }).toMatchObject({
    settled: true, chunks: { waiting: 0 }, loads: { open: 0, ready: 0 }, counted: digests,
  })
  return { ...digests, evidence: storedSummaries(evidence, []), findings: byId(findings), cases: made.cases }
}

function byId<T extends { readonly id: string }>(findings: readonly T[]): T[] {
  return [...findings].sort((a, b) => compareText(a.id, b.id))
}
