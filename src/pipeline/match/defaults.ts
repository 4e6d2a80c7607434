/** Characters of lines that are kept before they are written. */
export const LINES_LENGTH = 1_048_576

/** Tasks given out before the first of them is done, for each worker: as many as keep it busy, and no more files than that wait on the disk. */
export const TASKS_AHEAD = 3
