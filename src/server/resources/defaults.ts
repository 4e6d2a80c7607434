/** Errors of one evidence that an answer lists; how many there are is told. */
export const ERRORS_LISTED = 100

/** Pieces of evidence that the answer about a job lists; how many there are is told. */
export const JOB_EVIDENCE_LISTED = 200

/** Entries of the custody that the answer about an evidence lists, the newest; how many there are is told. */
export const CUSTODY_LISTED = 200

/** Findings that the answer about a case summarises; the list of findings has all. */
export const CASE_FINDINGS_LISTED = 100

/** Milliseconds for which an answer about cases is given again while nothing changes in this process. */
export const ANSWERS_KEPT_MS = 1_000

/** Such answers at a time: the pages of the queue that people look at. 200 rows are 100 kB. */
export const ANSWERS_KEPT = 200
