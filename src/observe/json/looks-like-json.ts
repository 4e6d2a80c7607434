/**
 * Whether text that begins so is JSON records: an object with its first member, or a list of objects, or a list that is JSON as a whole.
 * What begins like a log line (`[2026-…`, `{field=…`) is not.
 *
 * @param head the first bytes, in UTF-8
 */
export function looksLikeJson(head: Uint8Array): boolean {
  const looked = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, LOOKED_AT_BYTES))
  const text = looked.toString().replace(/^[\s\ufeff\x1e]+/, '')
  if (text.startsWith('{')) return OBJECT.test(text)
  if (!text.startsWith('[')) return false
  const member = text.replace(/^\[\s*/, '')
  return member.startsWith('{') ? OBJECT.test(member) : member === '' || isJson(text)
}

/** An object's first member name must lie within. */
const LOOKED_AT_BYTES = 4_096

/** Also when the text ends within the first member. */
const OBJECT = /^\{\s*(?:$|\}|"(?:[^"\\\n]|\\.)*(?:$|\\$|"\s*(?::|$)))/

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
