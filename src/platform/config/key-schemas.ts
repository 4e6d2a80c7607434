import * as z from 'zod'

/** What keys of noroshi.yaml have in common: how they tell about themselves, and the kinds of values. */

/** What each key is told to be. `unit` is empty where there is none. */
export type KeyMeta = {
  readonly description: string
  readonly unit: string
  /** As written in the file; what holds when the key is absent. */
  readonly byDefault: string
  readonly why: string
}

export function about(description: string, unit: string, byDefault: string, why: string): KeyMeta {
  return { description, unit, byDefault, why }
}

/** Of a key whose value is told to nobody, by the API neither. */
export function aboutSecret(...words: Parameters<typeof about>): KeyMeta & { readonly secret: true } {
  return { ...about(...words), secret: true }
}

export const path = z.string().min(1, 'is empty; give a path')

export const organisationName = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'may hold small letters, digits, - and _; at most 63')

/** Names that `Intl` knows, `UTC` and offsets like `+09:00`. */
export const zone = z.string().refine(isZone, 'is no time zone; write a name like Asia/Tokyo, or an offset like +09:00')

export function wholeNumber(from: number, to: number): z.ZodInt {
  const range = `must be a whole number from ${from} to ${to}`
  return z.int(range).min(from, range).max(to, range)
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
