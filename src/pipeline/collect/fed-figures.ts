import { SAMPLES_KEPT } from './defaults.ts'
import type { FedSegment } from './segment-feeder.ts'
import type { TroubleSample } from './source-meter.ts'

/** What became of the segments of one source, since the start. */
export interface FedFigures {
  /** Records that became events, and those that did not. */
  events: number
  decodeErrors: number
  readonly decodeSamples: TroubleSample[]
}

export function newFedFigures(): FedFigures {
  return { events: 0, decodeErrors: 0, decodeSamples: [] }
}

export function noteFed(figures: FedFigures, { sequence, events, errorCount, errors }: FedSegment): void {
  figures.events += events
  figures.decodeErrors += errorCount
  figures.decodeSamples.push(...errors.slice(0, SAMPLES_KEPT).map(({ offset, reason }) => ({ time: Date.now() * 1_000, reason: `segment ${sequence}, byte ${offset}: ${reason}` })))
  figures.decodeSamples.splice(0, figures.decodeSamples.length - SAMPLES_KEPT)
}
