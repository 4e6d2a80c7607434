import { randomUUID } from 'node:crypto'
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { formatTime } from '../../model/time.ts'
import { NoroshiError } from '../../platform/noroshi-error.ts'
import { digestsOf } from '../../store/backup/live-loads.ts'
import { appliedEventSteps } from '../../store/clickhouse/migrate-clickhouse.ts'
import { readBlob } from '../../store/evidence/read-blob.ts'
import type { IngestStore } from '../ingest/ingest-store.ts'
import { backupError } from './backup-error.ts'
import type { Box } from './box.ts'
import { copyCustody, copyEvidence, copyFiles, copyOthers, copySegments, keepNames, removeStaging } from './copy-files.ts'
import { copyEvents } from './copy-events.ts'
import { TRIES } from './defaults.ts'
import type { Manifest, Part } from './manifest.ts'
import { backupNames, readManifest, writeManifest } from './manifest.ts'
import type { BackupProgress } from './part-writer.ts'
import { PartWriter } from './part-writer.ts'
import type { Sealing } from './sealing.ts'
import { snapshotState } from './state-snapshot.ts'

export interface BackupOptions {
  readonly box: Box
  readonly sealing: Sealing
  /** noroshi.yaml; null without one. */
  readonly settings: string | null
  /** Noroshi's version. */
  readonly program: string
  onProgress(progress: BackupProgress): void
}

export interface MadeBackup {
  readonly name: string
  /** Of the manifest: noted elsewhere, it proves later that nothing was changed. */
  readonly sha256: string
  readonly manifest: Manifest
  /** Bytes of parts that the box did not have. */
  readonly added: number
}

/**
 * Copies everything that a data folder holds, while it is used: the state of one moment, and of the other stores what that state speaks of. The
 * ledger decides (docs/design.md §3): rows of loads that are not complete are left out, and the chunks they were of are read again after a restore. What
 * sources have sent is in it either as evidence or as the segment that waits to be.
 *
 * @throws NoroshiError `backup-failed`, `disk-full`, `store-refused`, and what the engines say
 */
export async function makeBackup(store: IngestStore, options: BackupOptions): Promise<MadeBackup> {
  const staging = join(store.folder.spool, `backup-${randomUUID()}`)
  try {
    for (let tries = 1; ; tries++) {
      const made = await tryBackup(store, options, join(staging, String(tries)))
      if (made !== null) return made
      if (tries === TRIES) throw new NoroshiError('backup-failed', 'evidence was deleted while it was copied, time and again')
    }
  } catch (cause) {
    throw backupError(options.box.path, cause)
  } finally {
    await removeStaging(staging)
  }
}

/** Null when evidence went meanwhile. */
async function tryBackup({ folder, ledger, clickhouse }: IngestStore, { box, sealing, settings, program, onProgress }: BackupOptions, staging: string): Promise<MadeBackup | null> {
  const writer = new PartWriter(box, sealing, onProgress)
  const made = formatTime(Date.now() * 1_000)
  const [streams, uploads] = [join(staging, 'streams'), join(staging, 'uploads')]
  // Before the state: a segment that is none of its evidence is among these.
  await keepNames(folder.streams, streams)
  await keepNames(folder.uploads, uploads)
  writer.begin('tables')
  const state = await snapshotState(ledger.pool, writer)
  writer.begin('events')
  const events = await copyEvents(clickhouse.client, state.loads, writer, await earlierParts(box, sealing))
  writer.begin('evidence')
  // After the state: it tells of all evidence that the state knows, and perhaps of more.
  const custody = await copyCustody(writer, folder, join(staging, 'custody'))
  for (const blob of state.blobs) if (!custody.register.isStored(blob)) return null
  const evidence = await copyEvidence(writer, folder, custody.register)
  if (evidence.missing.length > 0) return null
  writer.begin('files')
  const files = [
    ...await copyOthers(writer, folder),
    ...await copySegments(writer, streams, state.segments),
    ...await copyFiles(writer, uploads, 'uploads/', () => true),
    ...await copySettings(writer, settings),
  ]
  const manifest: Manifest = {
    format: 1,
    made,
    program,
    folder: folder.path,
    position: state.position,
    organisations: state.organisations.map(name => ({ name, ...digestsOf(state.loads.filter(load => load.organisation === name && load.state === 'live')) })),
    steps: { state: [...state.steps], events: await appliedEventSteps(clickhouse.client) },
    damaged: [...evidence.damaged],
    parts: [...state.parts, ...events, ...custody.parts, ...evidence.parts, ...files],
  }
  const written = await writeManifest(box, sealing, manifest)
  await box.finish()
  return { ...written, manifest, added: writer.added }
}

/** What the newest backup in the box has of the event store. A damaged one is no help, and no harm. */
async function earlierParts(box: Box, sealing: Sealing): Promise<ReadonlyMap<string, Part>> {
  const newest = (await backupNames(box)).at(-1)
  if (newest === undefined) return new Map()
  const read = await readManifest(box, sealing, newest).catch(() => null)
  return new Map(read?.manifest.parts.flatMap(part => (part.kind === 'events' ? [[part.source, part] as const] : [])))
}

async function copySettings(writer: PartWriter, path: string | null): Promise<Part[]> {
  if (path === null || !await access(path).then(() => true, () => false)) return []
  return [{ kind: 'settings', path, ...await writer.write(readBlob(path)) }]
}
