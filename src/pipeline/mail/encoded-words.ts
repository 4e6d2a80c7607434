import { decodeText } from './decode-text.ts'
import { decodeTransfer } from './transfer-decoder.ts'

/**
 * The text of a field: encoded words (RFC 2047) become what they mean, also where they stand in quotes as they must not; words that follow one another are
 * joined, and their bytes too, since some programs cut characters in two. Bytes beyond ASCII are in the character set they look like.
 *
 * @param value a character for each byte
 */
export function headerText(value: string): string {
  let text = ''
  let last: Word | null = null
  let end = 0
  const flush = () => {
    if (last !== null) text += decodeText(Buffer.concat(last.bytes), last.charset)
    last = null
  }
  for (const found of value.matchAll(WORD)) {
    const [whole, charset = '', kind = '', content = ''] = found
    const between = value.slice(end, found.index)
    const word = wordOf(charset, kind, content)
    if (last === null || !/^[ \t]*$/.test(between) || last.charset !== word.charset) {
      const isJoined: boolean = last !== null && /^[ \t]*$/.test(between)
      flush()
      if (!isJoined) text += rawText(between)
      last = word
    } else last.bytes.push(...word.bytes)
    end = found.index + whole.length
  }
  flush()
  return text + rawText(value.slice(end))
}

interface Word {
  readonly charset: string
  readonly bytes: Uint8Array[]
}

const WORD = /=\?([!->@-~]{1,60})\?([bBqQ])\?([^?\r\n]{0,2000})\?=/g

/** The language that RFC 2231 §5 allows behind the set is dropped. */
function wordOf(charset: string, kind: string, content: string): Word {
  const bytes = kind.toLowerCase() === 'b' ? decodeTransfer(Buffer.from(content, 'latin1'), 'base64')
    : Buffer.from(content.replaceAll('_', ' ').replaceAll(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))), 'latin1')
  return { charset: charset.split('*', 1)[0]!.toLowerCase(), bytes: [bytes] }
}

function rawText(value: string): string {
  return value === '' ? '' : decodeText(Buffer.from(value, 'latin1'), '')
}
