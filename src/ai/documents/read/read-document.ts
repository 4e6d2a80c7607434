import { createReadStream } from 'node:fs'
import { extname } from 'node:path'
import { detectEncoding } from '../../../pipeline/evidence/encoding.ts'
import { looksLikeText } from '../../../pipeline/evidence/looks-like-text.ts'
import { looksLikeMail } from '../../../pipeline/mail/looks-like-mail.ts'
import { messageOf } from '../../../platform/noroshi-error.ts'
import type { GuardReason } from '../../judge/verdict.ts'
import { MOST_DOCUMENT_BYTES } from '../defaults.ts'
import type { DocumentFormat, ReadDocument, TextFormat, TextPiece } from '../document.ts'
import { htmlPieces } from './html-pieces.ts'
import { mailPieces } from './mail-pieces.ts'
import { markdownPieces } from './markdown-pieces.ts'
import { officeParts } from './office-parts.ts'
import { pdfPieces } from './pdf/pdf-pieces.ts'
import { sheetPieces } from './sheet-pieces.ts'
import { slidePieces } from './slide-pieces.ts'
import { wordPieces } from './word-pieces.ts'

/** A file that was read, or why it was not. */
export type DocumentOutcome = ReadDocument | { readonly name: string, readonly why: GuardReason }

const BY_ENDING: Readonly<Record<string, TextFormat>> = { '.md': 'markdown', '.markdown': 'markdown', '.mdx': 'markdown', '.html': 'html', '.htm': 'html', '.xhtml': 'html', '.svg': 'html' }
const HEAD_BYTES = 4_096
const WORD = /^word\/(?:document|header\d*|footer\d*|footnotes|endnotes|comments\w*)\.xml$/
const SHEETS = /^xl\/(?:workbook\.xml|_rels\/workbook\.xml\.rels|sharedStrings\.xml|worksheets\/[^/]+\.xml|(?:comments|threadedComments\/)[^/]*\.xml)$/
const SLIDES = /^ppt\/(?:presentation\.xml|slides\/slide\d+\.xml|notesSlides\/[^/]+\.xml)$/
/** Parts that may hold text of their own and that nobody here reads. */
const UNREAD_PARTS = /\/(?:embeddings|charts|diagrams|drawings)\/|vbaProject\.bin$|\.(?:png|jpe?g|gif|emf|wmf|tiff?|svg)$/i

/** Reads a file by its content, not by its name; only text is told apart by the name's ending. */
export async function readDocument(path: string): Promise<DocumentOutcome> {
  try {
    const bytes = await contentOf(path)
    if (bytes === null) return { name: path, why: { en: `it is larger than ${MOST_DOCUMENT_BYTES} bytes`, ja: `${MOST_DOCUMENT_BYTES} バイトを超えている` } }
    if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') return readPdf(path, bytes)
    if (bytes.length > 3 && bytes.readUInt32BE(0) === 0x504b0304) return await readOffice(path)
    if (bytes.length > 7 && bytes.readUInt32BE(0) === 0xd0cf11e0) return { name: path, why: { en: 'Office formats before 2007 and encrypted ones are not read', ja: '2007 より前の Office 形式と暗号化された文書は読めない' } }
    if (!looksLikeText(bytes.subarray(0, HEAD_BYTES)) && detectEncoding([bytes.subarray(0, HEAD_BYTES)]) === 'utf-8' && bytes.subarray(0, HEAD_BYTES).includes(0)) {
      return { name: path, why: { en: 'it is no text', ja: 'テキストではない' } }
    }
    if (looksLikeMail(bytes)) return readMailFile(path, bytes)
    return readText(path, new TextDecoder(detectEncoding([bytes])).decode(bytes))
  } catch (cause) {
    return { name: path, why: { en: `it cannot be read: ${messageOf(cause)}`, ja: `読み取れない：${messageOf(cause)}` } }
  }
}

/** Null where it is too large, which devices and growing files show only while they are read. */
async function contentOf(path: string): Promise<Buffer | null> {
  const blocks: Buffer[] = []
  let bytes = 0
  for await (const block of createReadStream(path) as AsyncIterable<Buffer>) {
    blocks.push(block)
    bytes += block.length
    if (bytes > MOST_DOCUMENT_BYTES) return null
  }
  return Buffer.concat(blocks)
}

function readPdf(path: string, bytes: Buffer): DocumentOutcome {
  const { pieces, pages, empty, isEncrypted } = pdfPieces(bytes)
  if (isEncrypted) return { name: path, why: { en: 'the PDF is encrypted', ja: 'PDF が暗号化されている' } }
  if (pages === empty) return { name: path, why: { en: 'the PDF holds no text that can be read: give its text', ja: 'PDF から読み取れる文字がない。テキストにして渡す' } }
  return { name: path, format: 'pdf', pieces, unread: empty === 0 ? [] : [{ en: `${empty} of ${pages} pages hold no text that can be read`, ja: `${pages} ページ中 ${empty} ページには読み取れる文字がない` }] }
}

function readMailFile(path: string, bytes: Buffer): ReadDocument {
  const { pieces, attached } = mailPieces(bytes)
  return { name: path, format: 'mail', pieces, unread: attached === 0 ? [] : [{ en: `${attached} attached files were not read`, ja: `添付ファイル ${attached} 件は読んでいない` }] }
}

/** Reads a text at hand. */
export function readText(name: string, text: string, format: TextFormat = formatOf(name, text)): ReadDocument {
  return { name, format, pieces: piecesOf(text, format), unread: [] }
}

function piecesOf(text: string, format: TextFormat): readonly TextPiece[] {
  switch (format) {
    case 'html': return htmlPieces(text)
    case 'markdown': return markdownPieces(text)
    case 'text': return text === '' ? [] : [{ text, part: '', offset: 0, hiding: null }]
  }
}

function formatOf(name: string, text: string): TextFormat {
  return BY_ENDING[extname(name).toLowerCase()] ?? (/^\s*(?:<!doctype html|<html|<\?xml[^>]*>\s*<html)/i.test(text.slice(0, HEAD_BYTES)) ? 'html' : 'text')
}

async function readOffice(path: string): Promise<DocumentOutcome> {
  const wanted = new RegExp([WORD, SHEETS, SLIDES].map(({ source }) => source).join('|'))
  const { parts, others } = await officeParts(path, wanted)
  const format: DocumentFormat | null = parts.has('word/document.xml') ? 'docx' : parts.has('xl/workbook.xml') ? 'xlsx' : parts.has('ppt/presentation.xml') ? 'pptx' : null
  if (format === null) return { name: path, why: { en: 'it is an archive, not a document: unpack it', ja: '文書ではなくアーカイブである。展開して渡す' } }
  const pieces = format === 'docx' ? [...parts].filter(([part]) => part.startsWith('word/')).flatMap(([part, xml]) => wordPieces(part, xml)) : format === 'xlsx' ? sheetPieces(parts) : slidePieces(parts)
  const left = others.filter(each => UNREAD_PARTS.test(each))
  return { name: path, format, pieces, unread: left.length === 0 ? [] : [{ en: `${left.length} parts were not read (pictures, charts, macros, embedded files)`, ja: `${left.length} 個の部分（画像、グラフ、マクロ、埋め込みファイル）は読んでいない` }] }
}
