/** The three characters whose lower case depends on their neighbours, or is longer than they are. */
const ODD = /[\u0130\u03a3\u03c2]/

/**
 * The form in which texts are compared without case: lower case, character by character, so that a part of a text folds like the
 * whole (`Σ` and `ς` become `σ`, `İ` becomes `i`).
 */
export function fold(text: string): string {
  if (!ODD.test(text)) return text.toLowerCase()
  return text.replaceAll('\u0130', 'i').toLowerCase().replaceAll('\u03c2', '\u03c3')
}

/** Negative, zero or positive as `a` comes before, with or after `b`: by code point, as UTF-8 bytes sort. */
export function compareText(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length)
  let at = 0
  while (at < shorter && a.charCodeAt(at) === b.charCodeAt(at)) at++
  if (at === shorter) return a.length - b.length
  // A surrogate stands for a code point above every other unit's.
  const x = a.charCodeAt(at)
  const y = b.charCodeAt(at)
  return isSurrogate(x) === isSurrogate(y) ? x - y : isSurrogate(x) ? 1 : -1
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff
}
