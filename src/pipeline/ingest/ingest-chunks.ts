import type { Chunk, DecodeSettings, EvidenceFile } from '../../model/decoder.ts'
import { ErrorCollector } from '../error-list.ts'
import type { EvidenceTools } from '../evidence-tools.ts'
import { evidenceFile } from '../evidence/evidence-file.ts'
import { readFileBytes } from '../evidence/file-range.ts'
import type { Surveyed } from '../evidence/survey.ts'
import type { InspectionProgress, InspectionResult } from '../inspect-chunks.ts'
import { inspectChunks } from '../inspect-chunks.ts'
import { isDiskFull } from './disk-full.ts'
import type { ReadBack } from './raw-window.ts'
import { RawWindow } from './raw-window.ts'
import { keepRows } from './row-range.ts'
import type { RowRange } from './row-range.ts'
import type { SpooledRows, SpoolPaths } from './spool-sink.ts'
import { RowEncoder, SpoolSink } from './spool-sink.ts'

/** Chunks to be read into spool files, group by group; plain data, so that it can cross to a worker process. */
export interface IngestTask {
  readonly kind: 'ingest'
  readonly organisation: string
  readonly evidence: readonly TaskEvidence[]
  readonly groups: readonly AttemptGroup[]
}

export interface TaskEvidence {
  readonly surveyed: Surveyed
  readonly settings: DecodeSettings
}

/** What goes into the store together: small chunks of many evidences, or a large one. */
export interface AttemptGroup {
  readonly spool: SpoolPaths
  /** Those of one evidence follow each other, in their order. */
  readonly attempts: readonly ChunkAttempt[]
}

/** One attempt at one chunk. */
export interface ChunkAttempt {
  /** Which of the task's. */
  readonly evidence: number
  readonly chunk: Chunk
  readonly load: number
  /** The rows to look at, counted in the chunk as it is decoded; all without it. */
  readonly rows?: readonly RowRange[]
}

/** What one attempt gave beside its rows. */
export interface SpooledChunk {
  readonly inspected: InspectionResult
  /** Rows decoded, looked at or not. */
  readonly count: number
  /** Of the first row looked at; null when there was none. */
  readonly firstOffset: number | null
}

export type GroupResult =
  /** One chunk for each attempt. */
  | { readonly kind: 'spooled'; readonly rows: SpooledRows; readonly chunks: readonly SpooledChunk[] }
  /** There was no room for the spool files; nothing is left of them. */
  | { readonly kind: 'disk-full' }

/** Told of each group as soon as it is spooled, in their order: it can go into the store while the next is read. */
export type OnGroup = (group: number, result: GroupResult) => void

/** What a worker does with chunks: decode, detect, and write both as rows of the store. */
export async function ingestChunks(
  { organisation, evidence, groups }: IngestTask,
  tools: EvidenceTools,
  onBytes: (bytes: number) => void,
  onProgress: (progress: InspectionProgress) => void,
  onGroup: OnGroup,
): Promise<void> {
  const reader = new EvidenceReader(evidence, onBytes)
  const encoder = new RowEncoder(tools.mappings)
  for (const [index, { spool, attempts }] of groups.entries()) {
    const sink = new SpoolSink(organisation, spool, encoder)
    const chunks: SpooledChunk[] = []
    try {
      for (const attempt of attempts) {
        const errors = new ErrorCollector()
        const { file, format, readBack } = await reader.open(attempt.evidence, errors)
        const decoder = tools.decoders.find(each => each.format === format)
        if (decoder === undefined) throw new Error(`there is no decoder for ${format}`)
        const raw = new RawWindow(file, readBack)
        sink.begin({ load: attempt.load, evidence: file.sha256, raw, report: error => errors.error(error) })
        const kept = keepRows(decoder, attempt.rows)
        const inspected = await inspectChunks(raw.file, [attempt.chunk], kept.decoder, tools.detectors, tools.mappings, errors, onProgress, sink, event => sink.order(event))
        chunks.push({ inspected, count: kept.count(), firstOffset: kept.firstOffset() })
      }
      onGroup(index, { kind: 'spooled', rows: sink.finish(), chunks })
    } catch (cause) {
      sink.discard()
      if (!isDiskFull(cause)) throw cause
      onGroup(index, { kind: 'disk-full' })
    }
  }
}

/** Holds the evidence that is being read, so that a member that can only be read from its start is unpacked once. */
class EvidenceReader {
  readonly #evidence: readonly TaskEvidence[]
  readonly #onBytes: (bytes: number) => void
  #errors = new ErrorCollector()
  #open: { readonly index: number; readonly file: EvidenceFile } | null = null

  constructor(evidence: readonly TaskEvidence[], onBytes: (bytes: number) => void) {
    this.#evidence = evidence
    this.#onBytes = onBytes
  }

  /** @param errors told what cannot be read from now on */
  async open(index: number, errors: ErrorCollector): Promise<OpenEvidence> {
    this.#errors = errors
    const { surveyed, settings } = this.#evidence[index]!
    if (this.#open?.index !== index) {
      const file = await evidenceFile(surveyed, settings, { error: error => this.#errors.error(error) }, this.#onBytes)
      this.#open = { index, file }
    }
    const { file, steps } = surveyed.locator
    const readBack: ReadBack | null = steps.length > 0 ? null : (offset, length) => readAgain(file, offset, length)
    return { file: this.#open.file, format: surveyed.format, readBack }
  }
}

/** Null should the file be gone or cut: what could be read of it says so. */
function readAgain(file: string, offset: number, length: number): Uint8Array | null {
  try {
    const bytes = readFileBytes(file, offset, length)
    return bytes.length === length ? bytes : null
  } catch {
    return null
  }
}

interface OpenEvidence {
  readonly file: EvidenceFile
  readonly format: string | null
  /** Null for what is packed. */
  readonly readBack: ReadBack | null
}
