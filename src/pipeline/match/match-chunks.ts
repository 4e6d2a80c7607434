import { randomUUID } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Chunk } from '../../model/decoder.ts'
import type { Match } from '../../model/detector.ts'
import type { EventBatch } from '../../model/event-batch.ts'
import { eventId } from '../../model/ids.ts'
import type { Surveyed } from '../evidence/survey.ts'
import { evidenceFile } from '../evidence/evidence-file.ts'
import type { EvidenceTools } from '../evidence-tools.ts'
import type { ErrorList } from '../error-list.ts'
import { ErrorCollector } from '../error-list.ts'
import type { InspectionProgress } from '../inspect-chunks.ts'
import { orderedEvents } from '../ordered/ordered-events.ts'
import { RunWriter } from '../ordered/run-writer.ts'
import { LINES_LENGTH } from './defaults.ts'
import { matchLine } from './match-line.ts'

/** Chunks of one evidence of which the matches are wanted as lines. */
export interface MatchTask {
  readonly kind: 'match'
  readonly surveyed: Surveyed
  readonly date: number
  readonly recover: boolean
  readonly chunks: readonly Chunk[]
  /** Where lines and events for ordered stages are put. */
  readonly folder: string
  /** What ordered stages are to see was seen before, where the same content lies under another path. */
  readonly ordered: 'kept' | 'known'
}

/** What came of it. */
export interface MatchedPiece {
  /** With the lines, in the order of the input; null when there are none. */
  readonly file: string | null
  /** Files of events for ordered stages. */
  readonly runs: readonly string[]
  readonly events: number
  readonly matches: number
  /** Keys of the rules that matched. */
  readonly rules: readonly string[]
  readonly errors: ErrorList
}

/** Writes the matches of every detector into a file as they come, so that memory does not grow with them. */
export async function matchChunks(
  { surveyed, date, recover, chunks, folder, ordered }: MatchTask,
  tools: EvidenceTools,
  onBytes: (bytes: number) => void,
  onProgress: (progress: InspectionProgress) => void,
): Promise<MatchedPiece> {
  const decoder = tools.decoders.find(({ format }) => format === surveyed.format)!
  const errors = new ErrorCollector()
  const { path } = surveyed.locator
  const file = await evidenceFile(surveyed, { date, recover, encoding: surveyed.encoding }, errors, onBytes)
  const written = join(folder, `${randomUUID()}.jsonl`)
  const runs = new RunWriter(folder)
  const rules = new Set<string>()
  let events = 0
  let matches = 0
  let text = ''
  for (const chunk of chunks) {
    for await (const batch of decoder.decode(file, chunk, errors)) {
      const found = tools.detectors.flatMap(detector => detector.inspect(batch)).sort((a, b) => a.row - b.row)
      for (const match of found) {
        if (match.absorbed === true) continue
        text += lineOf(match, batch, path, file.sha256)
        rules.add(match.rule.id)
        matches++
      }
      if (text.length >= LINES_LENGTH) {
        appendFileSync(written, text)
        text = ''
      }
      if (ordered === 'kept') for (const event of orderedEvents(batch, found, file.sha256, tools.mappings)) runs.add(event)
      events += batch.count
      onProgress({ events: batch.count, findings: 0 })
    }
  }
  if (text !== '') appendFileSync(written, text)
  return { file: matches === 0 ? null : written, runs: runs.finish(), events, matches, rules: [...rules], errors: errors.take() }
}

function lineOf({ row, rule }: Match, batch: EventBatch, path: string, evidence: string): string {
  return matchLine({ path, record: batch.record[row]!, eventId: eventId(evidence, batch.offset[row]!, batch.ordinal[row]!) }, rule)
}
