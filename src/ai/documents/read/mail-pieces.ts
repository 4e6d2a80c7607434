import { decodeText } from '../../../pipeline/mail/decode-text.ts'
import { headerText } from '../../../pipeline/mail/encoded-words.ts'
import { readMail } from '../../../pipeline/mail/read-mail.ts'
import { decodeTransfer } from '../../../pipeline/mail/transfer-decoder.ts'
import type { TextPiece } from '../document.ts'
import { htmlPieces } from './html-pieces.ts'

/** A mail's subject and the texts of its parts; what is attached is told, not read. */
export function mailPieces(bytes: Buffer): { readonly pieces: readonly TextPiece[]; readonly attached: number } {
  const { fields, parts } = readMail(bytes)
  const subject = fields.filter(({ name }) => name === 'subject').map(({ value, offset }): TextPiece => ({ text: `${headerText(value)}\n`, part: '', offset, hiding: null }))
  const texts = parts.filter(({ isText }) => isText)
  const bodies = texts.flatMap(({ name, type, charset, encoding, from, to }): readonly TextPiece[] => {
    const text = decodeText(decodeTransfer(bytes.subarray(from, to), encoding), charset)
    return type === 'text/html' ? htmlPieces(text, name) : [{ text: `${text}\n`, part: name, offset: 0, hiding: null }]
  })
  return { pieces: [...subject, ...bodies], attached: parts.length - texts.length }
}
