import type { AskedSource, SourceEntry, SourceField } from '../api/sources.ts'

/** What stands in the fields of a form, each as text; a list has a line each, a map lines of `name: value`, a flag `true` or nothing. */
export type EntryValues = Readonly<Record<string, string>>

/** What the form shows of an entry. */
export function valuesOf(entry: SourceEntry, fields: readonly SourceField[]): EntryValues {
  return Object.fromEntries(fields.flatMap(({ name, form }) => (entry[name] === undefined ? [] : [[name, textOf(entry[name], form)]])))
}

/**
 * The entry that a form says; what is empty is left out.
 *
 * @param secrets fields that have a secret already: empty, it stays
 */
export function entryOf(kind: string, values: EntryValues, fields: readonly SourceField[], secrets: readonly string[]): AskedSource {
  const said = fields.flatMap(({ name, form }): [string, unknown][] => {
    const value = valueOf(values[name]?.trim() ?? '', form)
    return value === undefined ? [] : [[name, value]]
  })
  const entry = { kind, ...Object.fromEntries(said) }
  return { entry, keep: secrets.filter(name => !said.some(([each]) => each === name)) }
}

function textOf(value: unknown, form: SourceField['form']): string {
  if (form === 'texts') return Array.isArray(value) ? value.join('\n') : String(value)
  if (form === 'map') return typeof value === 'object' && value !== null ? Object.entries(value).map(([name, each]) => `${name}: ${String(each)}`).join('\n') : ''
  if (form === 'reference') return typeof value === 'object' && value !== null ? String(Object.values(value)[0] ?? '') : ''
  if (form === 'json') return JSON.stringify(value)
  return String(value)
}

/** Undefined for what is left out. What is no JSON goes to the server as text, which says what it should be. */
function valueOf(text: string, form: SourceField['form']): unknown {
  if (text === '') return undefined
  switch (form) {
    case 'text':
    case 'choice':
      return text
    case 'texts':
      return linesOf(text)
    case 'number':
      return Number.isNaN(Number(text)) ? text : Number(text)
    case 'flag':
      return text === 'true'
    case 'map':
      return Object.fromEntries(linesOf(text).map(line => [line.split(':', 1)[0]!.trim(), line.slice(line.indexOf(':') + 1).trim()]))
    case 'reference':
      return text.startsWith('/') ? { file: text } : { env: text }
    case 'json':
      return jsonOf(text)
  }
}

function linesOf(text: string): string[] {
  return text.split('\n').map(line => line.trim()).filter(line => line !== '')
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
