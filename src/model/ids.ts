import { hash } from 'node:crypto'

/**
 * Identity by content (docs/design.md §1). Every id is 128 bits of a SHA-256, as 32 hex digits; the parts are joined by NUL, which
 * none of them contains.
 */
function idOf(kind: string, ...parts: readonly (string | number)[]): string {
  return hash('sha256', `${kind}\0${parts.join('\0')}`, 'hex').slice(0, 32)
}

/** @param evidence hex SHA-256 @param offset of its first byte in the decompressed evidence @param ordinal among those starting there */
export function eventId(evidence: string, offset: number, ordinal: number): string {
  return idOf('event', evidence, offset, ordinal)
}

export function matchId(detector: string, ruleKey: string, event: string): string {
  return idOf('match', detector, ruleKey, event)
}

/** @param hour hours since the epoch, UTC; null for events without time, which are kept apart by evidence */
export function findingId(detector: string, ruleKey: string, subject: string, hour: number | null, evidence: string): string {
  return hour === null
    ? idOf('finding', detector, ruleKey, subject, 'no-time', evidence)
    : idOf('finding', detector, ruleKey, subject, hour)
}

export function caseId(firstFinding: string): string {
  return idOf('case', firstFinding)
}
