import type { DecodeError } from '../../model/decoder.ts'
import type { Digest } from '../../model/digest.ts'
import type { FactTemplates } from '../../model/reason.ts'
import type { Triaged } from '../make-cases.ts'

/** Everything a report is made of. */
export interface ReportInput {
  /** Noroshi's. */
  readonly version: string
  readonly evidence: readonly ReportEvidence[]
  readonly triaged: Triaged
  /** The sentences of every room whose facts appear. */
  readonly templates: FactTemplates
  /** Of the events and of the matches: what another run must reproduce. */
  readonly events: Digest
  readonly matches: Digest
  /** Events by dataset. */
  readonly datasets: Readonly<Record<string, number>>
  /** What the run took. */
  readonly seconds: number
}

/** One content, under however many paths it was given. */
export interface ReportEvidence {
  readonly paths: readonly string[]
  /** Hex; empty when the content could not be read at all. */
  readonly sha256: string
  readonly bytes: number
  readonly format: string | null
  readonly encoding: string | null
  /** Of most of its events. */
  readonly dataset: string | null
  readonly events: number
  readonly errors: readonly DecodeError[]
}
