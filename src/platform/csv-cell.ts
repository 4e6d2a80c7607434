/**
 * A value as one cell of a CSV line (RFC 4180). Spreadsheets run what begins with one of `= + - @`, a tab or a carriage return as a formula, so an apostrophe
 * stands before it (OWASP, CSV injection); `withoutFormulaGuard` takes it off again, so that nothing is lost on the way there and back.
 */
export function csvCell(text: string): string {
  const guarded = FORMULA.test(text) ? `'${text}` : text
  return /[",;\t\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded
}

/** What stood in a cell before `csvCell` guarded it. */
export function withoutFormulaGuard(value: string): string {
  return value[0] === "'" && FORMULA.test(value) ? value.slice(1) : value
}

/** With apostrophes before it as well, so that a text which has them by itself comes back with them. */
const FORMULA = /^'*[=+\-@\t\r]/
