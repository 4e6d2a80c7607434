import type { TextPiece } from '../document.ts'
import { htmlPieces } from './html-pieces.ts'

/** Stretches in which markup is shown as it stands: fenced and inline code. */
const CODE = /^(`{3,}|~{3,})[^\n]*\n[^]*?(?:^\1[^\n]*$|(?![^]))|`[^`\n]{1,2000}`/gm
/** `![alt](address "title")`, `[text](address "title")`. */
const LINK = /(!?)\[([^\]\n]{0,2000})\]\([^()\s]{0,4000}(?:\s+"([^"\n]{0,2000})")?\)/g
/** `[//]: # (said to nobody)`: a link that is never used, the common way to comment. */
const UNUSED_LINK = /^[ ]{0,3}\[(?:\/\/|comment|_|#|\^_\^)[^\]\n]*\]:[ \t]*(?:<[^>\n]*>|#|\S{1,300})[ \t]*(?:\(([^\n]*)\)|"([^\n]*)"|'([^\n]*)')[ \t]*$/gm

/** The text of a Markdown page: pages may hold HTML, comments, and alternative texts that no reader sees. */
export function markdownPieces(source: string): TextPiece[] {
  const pieces: TextPiece[] = []
  // Of one length with the page, so that places hold; code keeps its words without being markup.
  let rest = ''
  let from = 0
  for (const { index, 0: code } of source.matchAll(CODE)) {
    pieces.push({ text: code, part: '', offset: index, hiding: null })
    rest += source.slice(from, index) + code.replaceAll(/[^\n]/g, ' ')
    from = index + code.length
  }
  rest += source.slice(from)
  const taken = rest.replaceAll(UNUSED_LINK, (whole, one?: string, two?: string, three?: string, offset?: number) => {
    const said = one ?? two ?? three ?? ''
    pieces.push({ text: `${said}\n`, part: '', offset: (offset ?? 0) + whole.lastIndexOf(said), hiding: 'comment' })
    return whole.replaceAll(/[^\n]/g, ' ')
  }).replaceAll(LINK, (whole, picture: string, text: string, title: string | undefined, offset: number) => {
    if (title !== undefined) pieces.push({ text: `${title}\n`, part: '', offset: offset + whole.lastIndexOf(title), hiding: 'attribute' })
    if (picture === '') return title === undefined ? whole : whole.replace(title, ' '.repeat(title.length))
    if (text.trim() !== '') pieces.push({ text: `${text}\n`, part: '', offset: offset + 2, hiding: 'attribute' })
    return ' '.repeat(whole.length)
  })
  return [...pieces, ...htmlPieces(taken)].toSorted((a, b) => a.offset - b.offset)
}
