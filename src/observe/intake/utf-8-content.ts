import { isUtf8 } from 'node:buffer'

/**
 * One record that its protocol says is UTF-8, as UTF-8: where it is not, it is what a program in Japan wrote without conversion (CP932,
 * then EUC-JP), else each byte stands for itself. One program's mistake must not make what is kept beside it another encoding.
 */
export function utf8Content(content: Buffer): Buffer {
  if (isUtf8(content)) return content
  for (const encoding of ['shift_jis', 'euc-jp']) {
    try {
      return Buffer.from(new TextDecoder(encoding, { fatal: true }).decode(content))
    } catch {
      continue
    }
  }
  return Buffer.from(content.toString('latin1'))
}
