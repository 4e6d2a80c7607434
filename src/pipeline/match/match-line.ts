import type { RuleSummary } from '../../model/detector.ts'

/** Where the event of a match stands. */
export interface MatchPlace {
  readonly path: string
  readonly record: number
  readonly eventId: string
}

/** One line of JSON for each match (docs/schemas/sigma-match.json). */
export function matchLine({ path, record, eventId }: MatchPlace, { id, title, level }: RuleSummary): string {
  return `${JSON.stringify({ path, record, eventId, ruleId: id, ruleTitle: title, level })}\n`
}
