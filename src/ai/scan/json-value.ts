/** An object of a configuration, whatever it was written in. */
export type Json = Readonly<Record<string, unknown>>

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The texts among what may be a list; a single text is one. */
export function textsOf(value: unknown): readonly string[] {
  return typeof value === 'string' ? [value] : Array.isArray(value) ? value.filter(each => typeof each === 'string') : []
}

/** The path of a key below another. */
export function placeOfKey(place: string, key: string): string {
  return place === '' ? key : `${place}.${key}`
}
