/** What the ledger writes: JSON whose numbers are whole and exact. */
export type CanonicalValue = string | number | boolean | null | readonly CanonicalValue[] | { readonly [key: string]: CanonicalValue }

/**
 * One text for one value, after RFC 8785: no blanks, keys sorted by UTF-16 code units, texts escaped as ECMAScript does. Narrower than
 * the RFC in that only whole numbers below 2⁵³ are taken; wider in that half a surrogate pair is escaped instead of refused.
 *
 * @throws TypeError for other numbers
 */
export function canonicalJson(value: CanonicalValue): string {
  if (typeof value === 'number' && (!Number.isSafeInteger(value) || Object.is(value, -0))) throw new TypeError(`no canonical form: ${value}`)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`
  const members = Object.keys(value).sort().map(key => `${JSON.stringify(key)}:${canonicalJson(value[key]!)}`)
  return `{${members.join(',')}}`
}

function isList(value: CanonicalValue): value is readonly CanonicalValue[] {
  return Array.isArray(value)
}
