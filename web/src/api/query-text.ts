/** The query for events whose field is this value (docs/hunt-language.md). */
export function fieldQuery(name: string, value: string): string {
  return `${/^[\w@.-]+$/.test(name) ? name : quoted(name)}:${quoted(value)}`
}

/** One query narrowed by another. */
export function bothQueries(query: string, other: string): string {
  const trimmed = query.trim()
  return trimmed === '' || trimmed === '*' ? other : `(${trimmed}) and ${other}`
}

/** Signs of the language lose their meaning. */
function quoted(text: string): string {
  return `"${text.replace(/["\\*?]/g, '\\$&')}"`
}
