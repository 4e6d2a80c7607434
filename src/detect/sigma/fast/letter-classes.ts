import { formText } from '../rule/letters.ts'

const UNITS = 0x10000

/**
 * For each UTF-16 unit the one that stands for all that any form of text takes for equal: the small letter, the hyphen for every dash,
 * one for all surrogates (whose pairs change case together). `ſ` goes with `s`, as it does in regular expressions without case.
 */
export function canonicalUnits(): Uint16Array {
  return (units ??= Uint16Array.from({ length: UNITS }, (_, unit) => canonical(unit)))
}

let units: Uint16Array | undefined

function canonical(unit: number): number {
  if (unit >= FIRST_SURROGATE && unit <= LAST_SURROGATE) return FIRST_SURROGATE
  return unit === LONG_S ? SMALL_S : formText(String.fromCharCode(unit), 'folded-level').charCodeAt(0)
}

const FIRST_SURROGATE = 0xd800
const LAST_SURROGATE = 0xdfff
const LONG_S = 0x17f
const SMALL_S = 0x73

/** The units beyond Latin-1 that a unit stands for. */
export function unitsBeyondLatin(canonicalUnit: number): readonly number[] {
  standsFor ??= Map.groupBy(range(LATIN_UNITS, UNITS), unit => canonicalUnits()[unit]!)
  return standsFor.get(canonicalUnit) ?? []
}

let standsFor: ReadonlyMap<number, readonly number[]> | undefined

export const LATIN_UNITS = 256

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index)
}

/** A text as the units that stand for it. */
export function canonicalText(text: string): number[] {
  const standing = canonicalUnits()
  return Array.from({ length: text.length }, (_, index) => standing[text.charCodeAt(index)]!)
}
