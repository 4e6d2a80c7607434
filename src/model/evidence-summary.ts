import type { DecodeError } from './decoder.ts'

/** What is told of one content, under however many paths it was given. */
export interface EvidenceSummary {
  readonly paths: readonly string[]
  /** Hex; empty when the content could not be read at all. */
  readonly sha256: string
  /** Decompressed. */
  readonly bytes: number
  readonly format: string | null
  readonly encoding: string | null
  /** Of most of its events. */
  readonly dataset: string | null
  readonly events: number
  readonly errors: readonly DecodeError[]
}
