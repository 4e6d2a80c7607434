import { KEY_CHARACTERS, MAXIMUM_DEPTH, MAXIMUM_VALUES } from './defaults.ts'

/**
 * Every string of a JSON value, names of members included where they are no plain words, in the order of the document; strings of JSON are followed.
 *
 * @param most how many: who gets as many cannot know whether there are more
 */
export function allTexts(value: unknown, most: number = MAXIMUM_VALUES): string[] {
  const texts: string[] = []
  collect(value, 0, { texts, most })
  return texts.length > most ? texts.slice(0, most) : texts
}

/** A list of so many numbers, and of nothing else, is one text: vectors have thousands. */
const MANY_NUMBERS = 64

interface Collected {
  readonly texts: string[]
  readonly most: number
}

function collect(value: unknown, depth: number, into: Collected): void {
  if (into.texts.length >= into.most) return
  if (depth > MAXIMUM_DEPTH) return collectFlat(value, into)
  if (typeof value === 'string') {
    const inner = parsedJson(value)
    if (inner === null) into.texts.push(value)
    else collect(inner, depth + 1, into)
  } else if (typeof value === 'number') into.texts.push(String(value))
  else if (Array.isArray(value)) {
    if (value.length >= MANY_NUMBERS && value.every(each => typeof each === 'number')) into.texts.push(value.join(' '))
    else for (const each of value) collect(each, depth + 1, into)
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) {
      if (isTelling(name)) into.texts.push(name)
      if (typeof member === 'string' && parsedJson(member) === null) into.texts.push(`${name}: ${member}`)
      else collect(member, depth + 1, into)
    }
  }
}

/** What is nested deeper, without a stack of calls: who nests so deep may want it overlooked. Strings stand as they are. */
function collectFlat(value: unknown, into: Collected): void {
  const waiting = [value]
  while (waiting.length > 0 && into.texts.length < into.most) {
    const next = waiting.pop()
    if (typeof next === 'string') into.texts.push(next)
    else if (typeof next === 'number') into.texts.push(String(next))
    else if (Array.isArray(next)) for (const each of next.toReversed()) waiting.push(each)
    else if (typeof next === 'object' && next !== null) for (const [name, member] of Object.entries(next).toReversed()) waiting.push(member, ...(isTelling(name) ? [name] : []))
  }
}

/** A name of a member that may be more than a name: a sentence, another script, or as long as a key. */
function isTelling(name: string): boolean {
  return name.length >= KEY_CHARACTERS || /\s|[^\x20-\x7e]/.test(name)
}

/** What a string of JSON holds; null of any other text. */
export function parsedJson(text: string): object | null {
  if (!/^\s*[[{]/.test(text)) return null
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' ? value : null
  } catch {
    return null
  }
}
