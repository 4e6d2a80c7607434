import { isAscii, isUtf8 } from 'node:buffer'
import { detectEncoding } from '../evidence/encoding.ts'

/**
 * Text in the character set that its head names; where that is unknown, or the bytes are not in it, in the one that they look like. Senders in Japan name
 * ISO-2022-JP and send CP932, or name nothing.
 *
 * @param charset of RFC 2045 or 2231; empty where none is named
 */
export function decodeText(bytes: Uint8Array, charset: string): string {
  const named = charset === '' ? null : decoderOf(charset)
  if (named !== null) {
    try {
      return named.decode(bytes)
    } catch {
      // Not in the set that was named.
    }
  }
  if (isAscii(bytes) && !bytes.includes(ESCAPE)) return Buffer.from(bytes).toString('latin1')
  return isUtf8(bytes) && !bytes.includes(ESCAPE) ? Buffer.from(bytes).toString() : new TextDecoder(detectEncoding([bytes])).decode(bytes)
}

/** As mail programs write what the Encoding Standard calls otherwise. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['cp932', 'shift_jis'], ['windows-932', 'shift_jis'], ['x-ms-cp932', 'shift_jis'], ['iso-2022-jp-ms', 'iso-2022-jp'], ['iso-2022-jp-1', 'iso-2022-jp'], ['iso-2022-jp-2', 'iso-2022-jp'],
  ['iso-2022-jp-3', 'iso-2022-jp'], ['cp50220', 'iso-2022-jp'], ['cp50221', 'iso-2022-jp'], ['cp51932', 'euc-jp'], ['eucjp', 'euc-jp'], ['eucjp-ms', 'euc-jp'], ['utf8', 'utf-8'],
])

/** Null for a set that nobody knows, and for ASCII: what is not in it is in another, that is to be found. */
function decoderOf(charset: string): InstanceType<typeof TextDecoder> | null {
  const name = charset.toLowerCase().trim()
  if (name === 'us-ascii' || name === 'ascii' || name === 'unknown-8bit' || name === 'binary') return null
  try {
    return new TextDecoder(ALIASES.get(name) ?? name, { fatal: true })
  } catch {
    return null
  }
}

const ESCAPE = 0x1b
