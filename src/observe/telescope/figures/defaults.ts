/** From how many of its addresses on a network counts as attacked as a whole. */
export interface CarpetThresholds {
  readonly networkTargets: number
  readonly systemTargets: number
  /** Addresses that are told apart; 50 bytes each. */
  readonly mostTargets: number
}

/**
 * A few servers side by side are attacked together; a sixteenth of a /24 within a day, all sending answers, is not chance. A large system always has some that are attacked
 * on their own.
 */
export const CARPET_THRESHOLDS: CarpetThresholds = { networkTargets: 16, systemTargets: 64, mostTargets: 4_000_000 }

/** Rows of each list in the JSON and the CSV; all 65,536 ports are asked for every day, most by one. */
export const LISTED_ROWS = 1_000
/** Rows that tables and pages show. */
export const SHOWN_ROWS = 10
/** Days of which figures are made in one run: each holds its own sources while it is counted, and 200 kB after it. */
export const MAX_DAYS = 3_700
