import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Detector, RuleSummary } from '../../model/detector.ts'
import { subjectOf } from '../../model/entities.ts'
import type { Entity } from '../../model/entity.ts'
import { BATCH_ROWS, EventBatchBuilder } from '../../model/event-batch.ts'
import type { EventReference } from '../../model/finding.ts'
import { eventId, matchId } from '../../model/ids.ts'
import type { Fields } from '../../model/value.ts'
import type { TimeRange } from '../../query/between-times.ts'
import { storeErrorOf } from '../../store/clickhouse/store-error.ts'
import { candidateEvents } from '../../store/events/candidate-events.ts'
import type { EventReader } from '../../store/events/event-reader.ts'
import { eventSlices } from '../../store/events/event-slices.ts'
import { presentDatasets } from '../../store/events/present-datasets.ts'
import { sampledEvents } from '../../store/events/sampled-events.ts'
import type { StoredEvent } from '../../store/events/stored-event.ts'
import { mergeRuns } from '../ordered/merge-runs.ts'
import { orderedEvents } from '../ordered/ordered-events.ts'
import { RunWriter } from '../ordered/run-writer.ts'
import { SLICE_EVENTS } from './defaults.ts'
import type { RuleHunter } from '../../model/ports/rule-hunter.ts'

/** A match of a stored event, as the stream would have stated it. */
export interface RuleHit {
  /** Of the match. */
  readonly id: string
  readonly rule: RuleSummary
  readonly event: EventReference
  readonly subject: Entity
  /** Of an event that completed a correlation they are not known. */
  readonly found: { readonly dataset: string; readonly fields: Fields } | null
}

/** How far a hunt is. */
export interface HuntProgress {
  readonly searched: number
  readonly total: number
  /** Events that were judged. */
  readonly candidates: number
}

export type HuntStep = { readonly kind: 'hits'; readonly hits: readonly RuleHit[] } | { readonly kind: 'progress'; readonly progress: HuntProgress }

export interface HuntOptions extends TimeRange {
  /** A folder for what stages have to see in order. */
  readonly folder: string
}

/**
 * Runs rules over the stored events: the engine finds candidates, stretch by stretch in the order of time, and memory judges them. Within a stretch
 * matches are in no order; those of correlations come last, in order. Memory: a batch of events, or of a correlation what its stage keeps.
 *
 * @throws NoroshiError what the engine says
 */
export async function* huntRules(reader: EventReader, hunter: RuleHunter, options: HuntOptions): AsyncGenerator<HuntStep> {
  const stages = hunter.stages()
  const folder = stages.length === 0 ? null : mkdtempSync(join(options.folder, 'retro-'))
  try {
    const ordered = folder === null ? null : new RunWriter(folder)
    yield* searchStore(reader, hunter, options, ordered)
    if (ordered === null) return
    for await (const event of mergeRuns(ordered.finish())) {
      const { subject, entities: _, signals: __, ...reference } = event
      const stated = stages.flatMap(stage => stage.accept(event).map(({ rule }) => ({ id: matchId(stage.detector, rule.id, event.id), rule, event: reference, subject, found: null })))
      const hits = isWithin(event.time, options) ? stated.filter(({ rule }) => hunter.wanted.has(rule.id)) : []
      if (hits.length > 0) yield { kind: 'hits', hits }
    }
  } finally {
    if (folder !== null) rmSync(folder, { recursive: true, force: true })
  }
}

async function* searchStore(reader: EventReader, hunter: RuleHunter, options: HuntOptions, ordered: RunWriter | null): AsyncGenerator<HuntStep> {
  const { from, to } = options
  // What stages say of the first events depends on those before.
  const range = from === undefined ? { to } : { from: Math.max(0, from - hunter.lookBackUs), to }
  try {
    const slices = await eventSlices(reader, range, SLICE_EVENTS)
    const datasets = await presentDatasets(reader, { from: range.from ?? Number.NEGATIVE_INFINITY, to: to ?? Number.POSITIVE_INFINITY })
    const total = slices.reduce((sum, { events }) => sum + events, 0)
    let progress: HuntProgress = { searched: 0, total, candidates: 0 }
    yield { kind: 'progress', progress }
    const sample = await sampledEvents(reader, slices)
    const searches = hunter.parts.flatMap(({ candidates, detector }) => candidates(datasets === null ? null : [...datasets], sample).map(branch => ({ branch, detector })))
    for (const slice of slices) {
      for (const { branch, detector } of searches) {
        for await (const events of inBatches(candidateEvents(reader, branch, slice))) {
          progress = { ...progress, candidates: progress.candidates + events.length }
          const hits = judge(reader, detector, events, ordered).filter(({ rule, event }) => hunter.wanted.has(rule.id) && isWithin(event.time, options))
          if (hits.length > 0) yield { kind: 'hits', hits }
        }
      }
      progress = { ...progress, searched: progress.searched + slice.events }
      yield { kind: 'progress', progress }
    }
  } catch (cause) {
    throw storeErrorOf(cause)
  }
}

function judge({ mappings }: EventReader, detector: Detector, events: readonly StoredEvent[], ordered: RunWriter | null): RuleHit[] {
  const builder = new EventBatchBuilder()
  for (const event of events) builder.add(event)
  const batch = builder.take()
  const matches = detector.inspect(batch)
  if (ordered !== null) {
    // A batch of the store holds events of many pieces of evidence.
    for (const [evidence, of] of Map.groupBy(matches, ({ row }) => events[row]!.evidence)) {
      orderedEvents(batch, of, evidence, mappings).forEach(event => ordered.add(event))
    }
  }
  return matches.filter(({ absorbed }) => absorbed !== true).map(({ row, rule }) => {
    const { dataset, fields, time, evidence, record, offset, ordinal } = events[row]!
    const event = { id: eventId(evidence, offset, ordinal), time, evidence, record, offset, ordinal }
    return { id: matchId(detector.name, rule.id, event.id), rule, event, subject: subjectOf(mappings.dataset(dataset), fields, evidence), found: { dataset, fields } }
  })
}

async function* inBatches(events: AsyncIterable<StoredEvent>): AsyncGenerator<StoredEvent[]> {
  let batch: StoredEvent[] = []
  for await (const event of events) {
    batch.push(event)
    if (batch.length === BATCH_ROWS) {
      yield batch
      batch = []
    }
  }
  if (batch.length > 0) yield batch
}

/** Events without time are within nothing that has bounds. */
function isWithin(time: number | null, { from, to }: TimeRange): boolean {
  if (from === undefined && to === undefined) return true
  return time !== null && (from === undefined || time >= from) && (to === undefined || time < to)
}
