import type { ErrorList } from '../pipeline/error-list.ts'

/** How many errors of one file a command prints; the rest is a number. */
const PRINTED_ERRORS = 10

/** Errors as lines for standard error: `path: offset 123: reason`. */
export function formatEvidenceErrors(path: string, { listed, total }: ErrorList): string {
  const lines = listed.slice(0, PRINTED_ERRORS).map(({ offset, reason }) => `${path}: offset ${offset}: ${reason}\n`)
  return lines.join('') + (total > lines.length ? `${path}: and ${total - lines.length} more errors\n` : '')
}
