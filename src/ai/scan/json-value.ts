/** An object of a configuration, whatever it was written in. */
export type Json = Readonly<Record<string, unknown>>

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The texts among what may be a list; a single text is one. */
export function textsOf(value: unknown): readonly string[] {
  return typeof value === 'string' ? [value] : Array.isArray(value) ? value.filter(each => typeof each === 'string') : []
}

const LONGEST_KEY = 100
const LONGEST_PLACE = 1_000

/** The path of a key below another, cut where no person wrote it: each value below is looked at by its path. */
export function placeOfKey(place: string, key: string): string {
  if (place.length > LONGEST_PLACE) return place
  const shown = key.length > LONGEST_KEY ? `${key.slice(0, LONGEST_KEY)}…` : key
  return place === '' ? shown : `${place}.${shown}`
}
