/** Findings of a case read at a time for its timeline: with up to a hundred events each, some MB. */
export const TIMELINE_FINDINGS = 500
