import type { Match } from './detector.ts'

/** A match with the ids it has outside its batch. */
export interface SeenMatch {
  readonly id: string
  /** Of the event. */
  readonly event: string
  readonly detector: string
  readonly match: Match
}
