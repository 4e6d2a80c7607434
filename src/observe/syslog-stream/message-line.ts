import { LF } from '../../pipeline/collect/segment.ts'

export const CR = 0x0d

/**
 * A message as one line, with its end: line ends and NULs behind it are dropped, as RFC 5425 and many senders have them; a line end within is
 * written `#012`, as rsyslog does, since a record is a line. Null when nothing is left.
 */
export function messageLine(message: Buffer): Buffer | null {
  let end = message.length
  while (end > 0 && isEnd(message[end - 1]!)) end--
  if (end === 0) return null
  const inner = message.subarray(0, end)
  if (inner.indexOf(LF) < 0) {
    const line = Buffer.allocUnsafe(end + 1)
    inner.copy(line)
    line[end] = LF
    return line
  }
  return Buffer.from(`${inner.toString('latin1').replaceAll('\n', '#012')}\n`, 'latin1')
}

function isEnd(byte: number): boolean {
  return byte === LF || byte === CR || byte === 0
}
