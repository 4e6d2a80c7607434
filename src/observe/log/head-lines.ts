import { HEAD_BYTES } from '../../model/decoder.ts'
import { HEAD_LINES, RECOGNISED_SHARE } from './defaults.ts'

/** The first lines of an evidence's head that are not empty; a last line that the head cuts short is left out unless it is the only one. */
export function headLines(head: Uint8Array): readonly string[] {
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString()
  const lines = text.replace(/^\ufeff/, '').split('\n', HEAD_LINES + 1)
  const complete = lines.length > 1 && (lines.length > HEAD_LINES || head.byteLength >= HEAD_BYTES) ? lines.slice(0, -1) : lines
  return complete.map(line => line.replace(/\r$/, '')).filter(line => line.trim() !== '')
}

/** Whether enough of the head's lines are of a format. */
export function mostLines(head: Uint8Array, isOfFormat: (line: string) => boolean): boolean {
  const lines = headLines(head)
  return lines.length > 0 && lines.filter(isOfFormat).length >= lines.length * RECOGNISED_SHARE
}
