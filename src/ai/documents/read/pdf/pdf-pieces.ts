import { MOST_PIECES } from '../../defaults.ts'
import type { TextPiece } from '../../document.ts'
import { pageText, startReading } from './page-text.ts'
import { PdfFile } from './pdf-file.ts'
import type { PdfDictionary } from './pdf-value.ts'
import { isOf } from './pdf-value.ts'

export interface PdfPieces {
  readonly pieces: readonly TextPiece[]
  readonly pages: number
  /** Pages without any text: pictures of text, or packed in a way that is not read. */
  readonly empty: number
  readonly isEncrypted: boolean
}

/** Steps from a page to what it inherits from. */
const MOST_PARENTS = 32
const SAID = ['Contents', 'Title', 'Subject', 'Keywords', 'Alt', 'ActualText'] as const

/** The text of a PDF, page by page in the order of the file; comments, titles and alternative texts. `part` is `page 3`, `offset` that in its content. */
export function pdfPieces(bytes: Buffer): PdfPieces {
  const file = new PdfFile(bytes.toString('latin1'))
  const pieces: TextPiece[] = []
  const reading = startReading(file)
  let pages = 0
  let empty = 0
  if (file.isEncrypted) return { pieces, pages, empty, isEncrypted: true }
  for (const [number, dictionary] of file.dictionaries()) {
    const type = file.resolve(dictionary.entries.get('Type'))
    const kind = isOf(type, 'name') ? type.name : ''
    if (kind !== 'Page') {
      if (kind !== 'Pages' && kind !== 'Catalog') pieces.push(...saidIn(file, dictionary, `object ${number}`))
      continue
    }
    if (pieces.length >= MOST_PIECES) break
    const part = `page ${++pages}`
    const box = file.resolve(inherited(file, dictionary, 'MediaBox'))
    const texts = pageText(reading, contentOf(file, dictionary), file.dictionary(inherited(file, dictionary, 'Resources')), isOf(box, 'array') ? box.items.map(each => { const side = file.resolve(each); return typeof side === 'number' ? side : Number.NaN }) : [])
    if (texts.every(({ text }) => text.trim() === '')) empty++
    else pieces.push(...texts.map(text => ({ ...text, part })), { text: '\n', part, offset: 0, hiding: null })
  }
  return { pieces, pages, empty, isEncrypted: false }
}

function contentOf(file: PdfFile, page: PdfDictionary): string {
  const contents = page.entries.get('Contents')
  const resolved = file.resolve(contents)
  const streams = isOf(resolved, 'array') ? resolved.items : [contents]
  return streams.map(stream => file.content(stream) ?? '').join('\n')
}

function inherited(file: PdfFile, page: PdfDictionary, key: string): ReturnType<PdfFile['resolve']> | undefined {
  let at: PdfDictionary | null = page
  for (let step = 0; at !== null && step < MOST_PARENTS; step++) {
    const value = at.entries.get(key)
    if (value !== undefined) return value
    at = file.dictionary(at.entries.get('Parent'))
  }
  return undefined
}

/** Comments, the document's title and subject, alternative texts of pictures. */
function saidIn(file: PdfFile, { entries }: PdfDictionary, part: string): TextPiece[] {
  return SAID.flatMap(key => {
    const value = file.resolve(entries.get(key))
    if (!isOf(value, 'text')) return []
    const text = textString(value.bytes)
    return text.trim() === '' ? [] : [{ text: `${text}\n`, part, offset: 0, hiding: key === 'Contents' ? 'comment' as const : 'attribute' as const }]
  })
}

/** A text string (7.9.2.2): UTF-16 or UTF-8 by its mark, else near enough Latin-1. */
function textString(bytes: string): string {
  const buffer = Buffer.from(bytes, 'latin1')
  if (bytes.startsWith('\u00fe\u00ff')) return new TextDecoder('utf-16be').decode(buffer.subarray(2))
  return bytes.startsWith('\u00ef\u00bb\u00bf') ? buffer.subarray(3).toString('utf8') : bytes
}
