/** Minutes an enrolment token holds when nothing else is said: long enough to reach the other machine. */
export const TOKEN_MINUTES = 60

/** Minutes it may hold at most: a week, for a machine that is sent by post. */
export const MOST_TOKEN_MINUTES = 10_080

/** Sensors of one installation: all of them are known in memory. */
export const MOST_SENSORS = 10_000
