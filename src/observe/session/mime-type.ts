/** First bytes of a content by which its type is told. */
export const MIME_BYTES = 64

/** Marks at the start of a content → its type, in the names Zeek uses. */
const MARKS: readonly (readonly [mark: string, type: string])[] = [
  ['MZ', 'application/x-dosexec'],
  ['\x7fELF', 'application/x-executable'],
  ['PK\x03\x04', 'application/zip'],
  ['\x1f\x8b', 'application/x-gzip'],
  ['7z\xbc\xaf\x27\x1c', 'application/x-7z-compressed'],
  ['Rar!\x1a\x07', 'application/x-rar'],
  ['%PDF-', 'application/pdf'],
  ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'application/msword'],
  ['\xca\xfe\xba\xbe', 'application/x-java-applet'],
  ['\x89PNG\r\n\x1a\n', 'image/png'],
  ['\xff\xd8\xff', 'image/jpeg'],
  ['GIF8', 'image/gif'],
  ['MSCF', 'application/vnd.ms-cab-compressed'],
  ['L\x00\x00\x00\x01\x14\x02\x00', 'application/x-ms-shortcut'],
  ['#!', 'text/x-shellscript'],
  ['<?xml', 'application/xml'],
]

/** What a content is by its first bytes, which lie: a name is no proof. Undefined where they show nothing. */
export function mimeType(start: Uint8Array): string | undefined {
  if (start.length === 0) return undefined
  const text = Buffer.from(start).toString('latin1')
  for (const [mark, type] of MARKS) if (text.startsWith(mark)) return type
  if (/^\s*(?:<!doctype html|<html|<head|<body|<script)/i.test(text)) return 'text/html'
  if (/^\s*[{[]/.test(text)) return 'application/json'
  return /^[\t\n\r\x20-\x7e]*$/.test(text) ? 'text/plain' : undefined
}
