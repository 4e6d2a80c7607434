import type { DistinctSketch } from './distinct-sketch.ts'

/** What a minute is counted by. */
export const DIMENSIONS = ['all', 'kind', 'port', 'fingerprint', 'country', 'asn'] as const

/** Packets and distinct sources of one minute that have one value in common. */
export interface MinuteCount {
  /** Its start, microseconds since the epoch. */
  readonly minute: number
  readonly dimension: typeof DIMENSIONS[number]
  /** `23/tcp`, `mirai`, `JP`, `64500`, a kind; empty of `all`, and where it is not known. */
  readonly value: string
  readonly packets: number
  readonly sources: DistinctSketch
}
