/** The beginning of a field's name, and where in the query it stands. */
export interface BegunName {
  readonly prefix: string
  readonly start: number
}

/** What may be the beginning of a name at the caret; null inside quotes, in a value, in an operator and where nothing is begun. */
export function nameAtCaret(query: string, caret: number): BegunName | null {
  const before = query.slice(0, caret)
  if (isQuoted(before) || /^[\w@.-]/.test(query.slice(caret))) return null
  const prefix = /(?:^|[\s(,])([\w@][\w@.-]*)$/.exec(before)?.[1]
  if (prefix === undefined || /^(?:and|or|not|to|count|by|top|timechart|span)$/i.test(prefix)) return null
  return { prefix, start: caret - prefix.length }
}

function isQuoted(before: string): boolean {
  return (before.replace(/\\./g, '').match(/"/g)?.length ?? 0) % 2 === 1
}
