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
  /** Whether these are the packets of survey scanners; counted apart, since sketches can be joined, not subtracted. */
  readonly isSurvey: boolean
}

/** How the dimension of survey scanners' counts is stored: `survey-port`. */
export const SURVEY_PREFIX = 'survey-'
