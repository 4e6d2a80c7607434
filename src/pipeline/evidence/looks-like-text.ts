/** Bytes looked at. */
const LOOKED_AT_BYTES = 4_096

/** Control characters and U+FFFD make up less than this part of a text. */
const MAX_STRANGE_SHARE = 0.02

/** Whether the head, as UTF-8, is text at all: no NUL, and hardly anything that nobody can read. Nothing at all is no text. */
export function looksLikeText(head: Uint8Array): boolean {
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, LOOKED_AT_BYTES)).toString()
  if (text === '' || text.includes('\0')) return false
  // A character cut in two by the end of what is looked at is no fault.
  const strange = text.replace(/\ufffd{1,3}$/, '').match(/[\u0001-\u0008\u000e-\u001a\u001c-\u001f\ufffd]/g)?.length ?? 0
  return strange <= text.length * MAX_STRANGE_SHARE
}
