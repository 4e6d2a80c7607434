import { readSegmentLine } from '../collect/segment.ts'
import { looksLikeMail } from '../mail/looks-like-mail.ts'
import { looksLikeMailboxFile } from '../mail/mailbox-file.ts'
import { isZstdMagic } from './unzstd.ts'

/** Formats that hold others. A mail says something itself; a mailbox is a file of mails; a document is a segment that holds one content as it came. */
export type Container = 'gzip' | 'zstd' | 'zip' | 'mail' | 'mailbox' | 'document'

/** Which container a content is, by its first bytes and never by its name; null when it is none. */
export function containerOf(head: Uint8Array): Container | null {
  if (head.length < 4) return null
  if (head[0] === 0x1f && head[1] === 0x8b && head[2] === 8) return 'gzip'
  if (head[0] === 0x50 && head[1] === 0x4b) return isZipSignature(head[2]!, head[3]!) ? 'zip' : null
  if (isZstdMagic(head)) return 'zstd'
  if (readSegmentLine(head)?.head.document !== undefined) return 'document'
  if (looksLikeMailboxFile(head)) return 'mailbox'
  return looksLikeMail(head) ? 'mail' : null
}

/** A local header, the end of an empty archive's directory, or the mark of an archive that was once split. */
function isZipSignature(third: number, fourth: number): boolean {
  return (third === 3 && fourth === 4) || (third === 5 && fourth === 6) || (third === 7 && fourth === 8)
}
