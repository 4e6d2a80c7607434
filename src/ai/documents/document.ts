import type { GuardReason } from '../judge/verdict.ts'

/** How a text is kept from people who look at the document, while a program that reads it sees it. */
export const HIDING = {
  'display-none': { en: 'not displayed', ja: '非表示の要素', isOrdinary: true },
  'attribute': { en: 'in an attribute (alternative text, title, description)', ja: '属性（代替テキスト、タイトル、説明）', isOrdinary: true },
  'comment': { en: 'in a comment', ja: 'コメント', isOrdinary: true },
  'hidden-sheet': { en: 'on a hidden sheet or slide', ja: '非表示のシートまたはスライド', isOrdinary: true },
  'notes': { en: 'in the notes of a slide', ja: 'スライドのノート', isOrdinary: true },
  'scan-text': { en: 'drawn invisibly, as behind a scan', ja: 'スキャン画像の背後などに不可視で描かれた文字', isOrdinary: true },
  'same-colour': { en: 'in the colour of its background', ja: '背景と同じ色の文字', isOrdinary: false },
  'zero-size': { en: 'in letters too small to see', ja: '見えないほど小さい文字', isOrdinary: false },
  'transparent': { en: 'transparent', ja: '透明な文字', isOrdinary: false },
  'off-page': { en: 'outside the page', ja: 'ページの外', isOrdinary: false },
  'vanish': { en: 'formatted as hidden', ja: '隠し文字の書式', isOrdinary: false },
} as const satisfies Readonly<Record<string, GuardReason & { readonly isOrdinary: boolean }>>

export type Hiding = keyof typeof HIDING

/** A run of text, and where it stands. */
export interface TextPiece {
  readonly text: string
  /** Member of an Office document, by its path, or part of a mail, by its name; empty of a plain file. */
  readonly part: string
  /** Characters from the beginning of the (decoded) part. */
  readonly offset: number
  readonly hiding: Hiding | null
}

/** A document as its reader found it. */
export interface ReadDocument {
  readonly name: string
  readonly format: DocumentFormat
  readonly pieces: readonly TextPiece[]
  /** What of it was not read, and why. */
  readonly unread: readonly GuardReason[]
}

export const DOCUMENT_FORMATS = ['text', 'markdown', 'html', 'docx', 'xlsx', 'pptx', 'pdf', 'mail'] as const

export type DocumentFormat = (typeof DOCUMENT_FORMATS)[number]

/** Formats whose content is text by itself. */
export const TEXT_FORMATS = ['text', 'markdown', 'html'] as const satisfies readonly DocumentFormat[]

export type TextFormat = (typeof TEXT_FORMATS)[number]
