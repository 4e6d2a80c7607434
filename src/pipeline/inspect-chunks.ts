import type { Chunk, Decoder, EvidenceFile } from '../model/decoder.ts'
import type { Detector, Match } from '../model/detector.ts'
import type { Digest } from '../model/digest.ts'
import { DigestSum } from '../model/digest.ts'
import type { EventBatch } from '../model/event-batch.ts'
import { BATCH_ROWS } from '../model/event-batch.ts'
import type { FindingPart } from '../model/finding-part.ts'
import { matchId } from '../model/ids.ts'
import type { Mappings } from '../model/mappings.ts'
import type { OrderedEvent } from '../model/ordered-stage.ts'
import type { SeenMatch } from '../model/seen-match.ts'
import { ByteColumn } from '../store/events/byte-column.ts'
import { EVENT_ID_BYTES, EventIdHasher } from '../store/events/event-id-hasher.ts'
import type { ClockReading } from './clocks/clock-sampler.ts'
import { ClockSampler } from './clocks/clock-sampler.ts'
import type { ErrorCollector, ErrorList } from './error-list.ts'
import { FindingCollector } from './finding-collector.ts'
import { orderedEvents } from './ordered/ordered-events.ts'

/** What chunks gave: small, whatever their size. */
export interface InspectionResult {
  readonly events: Digest
  readonly matches: Digest
  /** Events per dataset. */
  readonly datasets: Readonly<Record<string, number>>
  readonly parts: readonly FindingPart[]
  readonly errors: ErrorList
  /** Of what was received live: what its records said of the time. */
  readonly clocks: readonly ClockReading[]
}

export interface InspectionProgress {
  /** Since the last report. */
  readonly events: number
  readonly findings: number
}

/** Where what is seen goes beside the findings. */
export interface BatchSink {
  /** @param ids of the events, one after another; valid until it returns */
  accept(batch: EventBatch, matches: readonly SeenMatch[], ids: Uint8Array): void
}

/**
 * Decodes chunks of one evidence and runs every detector over them.
 *
 * @param onOrdered told of each event that an ordered stage is about
 */
export async function inspectChunks(
  file: EvidenceFile,
  chunks: readonly Chunk[],
  decoder: Decoder,
  detectors: readonly Detector[],
  mappings: Mappings,
  errors: ErrorCollector,
  onProgress: (progress: InspectionProgress) => void,
  sink?: BatchSink,
  onOrdered?: (event: OrderedEvent) => void,
): Promise<InspectionResult> {
  const events = new DigestSum()
  const matches = new DigestSum()
  const datasets = new Map<string, number>()
  const findings = new FindingCollector()
  const clocks = new ClockSampler()
  const hasher = new EventIdHasher(file.sha256)
  const ids = new ByteColumn(BATCH_ROWS * EVENT_ID_BYTES)
  // Few events match: of the others nobody needs the id as text.
  const idOf = (row: number) => Buffer.from(ids.bytes.subarray(row * EVENT_ID_BYTES, (row + 1) * EVENT_ID_BYTES)).toString('hex')

  for (const chunk of chunks) {
    for await (const batch of decoder.decode(file, chunk, errors)) {
      const findingsBefore = findings.size
      ids.clear()
      for (let row = 0; row < batch.count; row++) hasher.write(batch.offset[row]!, batch.ordinal[row]!, ids)
      events.addBytes(ids.bytes)
      countDatasets(batch, datasets)
      clocks.add(batch)
      const seen: SeenMatch[] = []
      const signalling: Match[] = []
      for (const detector of detectors) {
        for (const match of detector.inspect(batch)) {
          if (match.signal !== undefined) signalling.push(match)
          if (match.absorbed === true) continue
          const event = idOf(match.row)
          const id = matchId(detector.name, match.rule.id, event)
          matches.add(id)
          findings.add(detector.name, match, batch, mappings.dataset(batch.dataset[match.row]!), file.sha256, event)
          if (sink !== undefined) seen.push({ id, event, detector: detector.name, match })
        }
      }
      sink?.accept(batch, seen, ids.bytes)
      if (onOrdered !== undefined) orderedEvents(batch, signalling, file.sha256, mappings).forEach(onOrdered)
      onProgress({ events: batch.count, findings: findings.size - findingsBefore })
    }
  }
  return {
    events: events.digest(),
    matches: matches.digest(),
    datasets: Object.fromEntries(datasets),
    parts: findings.take(),
    errors: errors.take(),
    clocks: clocks.take(),
  }
}

/** Rows of one dataset mostly follow each other. */
function countDatasets({ count, dataset }: EventBatch, datasets: Map<string, number>): void {
  for (let row = 0; row < count;) {
    const name = dataset[row]!
    const first = row
    while (row < count && dataset[row] === name) row++
    datasets.set(name, (datasets.get(name) ?? 0) + row - first)
  }
}
