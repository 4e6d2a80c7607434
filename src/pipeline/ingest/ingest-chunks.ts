import type { Chunk, DecodeSettings } from '../../model/decoder.ts'
import { ErrorCollector } from '../error-list.ts'
import type { EvidenceTools } from '../evidence-tools.ts'
import { evidenceFile } from '../evidence/evidence-file.ts'
import type { Surveyed } from '../evidence/survey.ts'
import type { InspectionProgress, InspectionResult } from '../inspect-chunks.ts'
import { inspectChunks } from '../inspect-chunks.ts'
import { isDiskFull } from './disk-full.ts'
import { RawWindow } from './raw-window.ts'
import { keepRows } from './row-range.ts'
import type { RowRange } from './row-range.ts'
import type { SpooledRows, SpoolPaths } from './spool-sink.ts'
import { SpoolSink } from './spool-sink.ts'

/** One attempt at one chunk. */
export interface ChunkAttempt {
  readonly chunk: Chunk
  readonly load: number
  readonly spool: SpoolPaths
  /** The rows to look at, counted in the chunk as it is decoded; all without it. */
  readonly rows?: readonly RowRange[]
}

/** Chunks of one evidence to be read into spool files; plain data, so that it can cross to a worker. */
export interface IngestTask {
  readonly kind: 'ingest'
  readonly organisation: string
  readonly surveyed: Surveyed
  readonly settings: DecodeSettings
  /** In their order. */
  readonly attempts: readonly ChunkAttempt[]
}

export interface SpooledChunk {
  readonly kind: 'spooled'
  readonly inspected: InspectionResult
  readonly rows: SpooledRows
  /** Rows decoded, looked at or not. */
  readonly count: number
  /** Of the first row looked at; null when there was none. */
  readonly firstOffset: number | null
}

export type AttemptResult =
  | SpooledChunk
  /** There was no room for the spool files; nothing is left of them. */
  | { readonly kind: 'disk-full' }

/** What a worker does with chunks: decode, detect, and write both as rows of the store. One result for each attempt. */
export async function ingestChunks(
  { organisation, surveyed, settings, attempts }: IngestTask,
  tools: EvidenceTools,
  onBytes: (bytes: number) => void,
  onProgress: (progress: InspectionProgress) => void,
): Promise<AttemptResult[]> {
  const decoder = tools.decoders.find(({ format }) => format === surveyed.format)
  if (decoder === undefined) throw new Error(`there is no decoder for ${surveyed.format}`)
  // One file for all, so that a member that can only be read from its start is unpacked once; its errors go to the chunk being read.
  let errors = new ErrorCollector()
  const file = await evidenceFile(surveyed, settings, { error: error => errors.error(error) }, onBytes)
  const results: AttemptResult[] = []
  for (const { chunk, load, spool, rows } of attempts) {
    errors = new ErrorCollector()
    const raw = new RawWindow(file)
    const origin = { organisation, load, evidence: surveyed.sha256, sensor: '' }
    const sink = new SpoolSink(origin, spool, tools.mappings, raw, error => errors.error(error))
    const kept = keepRows(decoder, rows)
    try {
      const inspected = await inspectChunks(raw.file, [chunk], kept.decoder, tools.detectors, tools.mappings, errors, onProgress, sink)
      results.push({ kind: 'spooled', inspected, rows: sink.finish(), count: kept.count(), firstOffset: kept.firstOffset() })
    } catch (cause) {
      sink.discard()
      if (!isDiskFull(cause)) throw cause
      results.push({ kind: 'disk-full' })
    }
  }
  return results
}
