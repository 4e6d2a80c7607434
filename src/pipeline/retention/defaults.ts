/** Days whose growth a forecast goes by: a week has its working days and its end. */
export const RECENT_DAYS = 7

/** Events of one Parquet file, at most but for the last evidence. */
export const FILE_EVENTS = 5_000_000

/** Loads of one file: their numbers are named to the engine. */
export const FILE_LOADS = 4_096

/** Milliseconds that a hunt over cold files lasts at most: a person waits for it, and it keeps the engine busy. */
export const COLD_HUNT_MS = 1_800_000

export const DAY_MS = 86_400_000

/** Held and waiting evidence that is named in a plan; the rest is counted. */
export const NAMED_MOST = 20
