/** Errors of one evidence that an answer lists; how many there are is told. */
export const ERRORS_LISTED = 100

/** Pieces of evidence that the answer about a job lists; how many there are is told. */
export const JOB_EVIDENCE_LISTED = 200

/** Entries of the custody that the answer about an evidence lists, the newest; how many there are is told. */
export const CUSTODY_LISTED = 200

/** Findings that the answer about a case summarises; the list of findings has all. */
export const CASE_FINDINGS_LISTED = 100
