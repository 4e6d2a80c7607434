/**
 * The index of the next `"` at or after `from` that no backslash escapes; -1 when there is none. Linear, and safe for lines of any length, where
 * a regular expression would exhaust its stack.
 */
export function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0
    while (at - 1 - slashes >= from && text.charCodeAt(at - 1 - slashes) === 0x5c) slashes++
    if (slashes % 2 === 0) return at
  }
  return -1
}
