import { MAXIMUM_DEPTH, MAXIMUM_VALUES } from './defaults.ts'

/** Every string of a JSON value, names of members included where they are no plain words, in the order of the document; strings of JSON are followed. */
export function allTexts(value: unknown): string[] {
  const texts: string[] = []
  collect(value, 0, texts)
  return texts
}

function collect(value: unknown, depth: number, texts: string[]): void {
  if (texts.length >= MAXIMUM_VALUES || depth > MAXIMUM_DEPTH) return
  if (typeof value === 'string') {
    const inner = parsed(value)
    if (inner === null) texts.push(value)
    else collect(inner, depth + 1, texts)
  } else if (typeof value === 'number') texts.push(String(value))
  else if (Array.isArray(value)) for (const each of value) collect(each, depth + 1, texts)
  else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) {
      if (/\s|[^\x20-\x7e]/.test(name)) texts.push(name)
      if (typeof member === 'string' && parsed(member) === null) texts.push(`${name}: ${member}`)
      else collect(member, depth + 1, texts)
    }
  }
}

function parsed(text: string): object | null {
  if (!/^\s*[[{]/.test(text)) return null
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' ? value : null
  } catch {
    return null
  }
}
