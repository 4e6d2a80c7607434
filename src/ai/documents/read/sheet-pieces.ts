import { MOST_PIECES } from '../defaults.ts'
import type { Hiding, TextPiece } from '../document.ts'
import { markupTokens } from './markup-tokens.ts'

/**
 * The texts of a workbook (ECMA-376, part 1, 18): each shared string as hidden as the sheets it stands on, texts in cells, comments.
 * Numbers are no text for a model to obey and are left.
 */
export function sheetPieces(parts: ReadonlyMap<string, string>): TextPiece[] {
  const pieces: TextPiece[] = []
  const hidden = hiddenSheets(parts)
  const shownStrings = new Set<number>()
  const hiddenStrings = new Set<number>()
  for (const [part, xml] of parts) {
    if (!/worksheets\/[^/]+\.xml$/.test(part)) continue
    const hiding: Hiding | null = hidden.has(part) ? 'hidden-sheet' : null
    pieces.push(...cellTexts(part, xml, hiding, hiding === null ? shownStrings : hiddenStrings))
  }
  for (const [part, xml] of parts) {
    if (part.endsWith('sharedStrings.xml')) pieces.push(...sharedTexts(part, xml, index => (hiddenStrings.has(index) && !shownStrings.has(index) ? 'hidden-sheet' : null)))
    if (/comments?[^/]*\.xml$/i.test(part)) pieces.push(...textsIn(part, xml, /threaded/i.test(part) ? 'text' : 't', 'comment'))
  }
  return pieces.slice(0, MOST_PIECES)
}

function hiddenSheets(parts: ReadonlyMap<string, string>): Set<string> {
  const targets = new Map<string, string>()
  for (const token of markupTokens(parts.get('xl/_rels/workbook.xml.rels') ?? '', 'xml')) {
    const [id, target] = token.kind === 'open' ? [token.attributes.get('Id')?.value, token.attributes.get('Target')?.value] : []
    if (id !== undefined && target !== undefined) targets.set(id, target.startsWith('/') ? target.slice(1) : `xl/${target}`)
  }
  const hidden = new Set<string>()
  for (const token of markupTokens(parts.get('xl/workbook.xml') ?? '', 'xml')) {
    if (token.kind !== 'open' || token.name !== 'sheet' || !/hidden/i.test(token.attributes.get('state')?.value ?? '')) continue
    const target = targets.get(token.attributes.get('r:id')?.value ?? '')
    if (target !== undefined) hidden.add(target)
  }
  return hidden
}

/** Texts that stand in the cells themselves; numbers of shared strings go into `strings`. */
function cellTexts(part: string, xml: string, hiding: Hiding | null, strings: Set<number>): TextPiece[] {
  const pieces: TextPiece[] = []
  let type = ''
  let inside = ''
  for (const token of markupTokens(xml, 'xml')) {
    if (token.kind === 'open') {
      if (token.name === 'c') type = token.attributes.get('t')?.value ?? ''
      inside = token.isEmpty ? '' : token.name
    } else if (token.kind === 'close') {
      inside = ''
    } else if (token.kind === 'text' && token.text.trim() !== '') {
      if (type === 's' && inside === 'v') strings.add(Number(token.text))
      else if (inside === 't' || (type === 'str' && inside === 'v')) pieces.push({ text: `${token.text}\n`, part, offset: token.offset, hiding })
    }
  }
  return pieces
}

function sharedTexts(part: string, xml: string, hidingOf: (index: number) => Hiding | null): TextPiece[] {
  const pieces: TextPiece[] = []
  let index = -1
  let isText = false
  for (const token of markupTokens(xml, 'xml')) {
    if (token.kind === 'open') {
      if (token.name === 'si') {
        index++
        pieces.push({ text: '\n', part, offset: token.offset, hiding: null })
      }
      isText = token.name === 't' && !token.isEmpty
    } else if (token.kind === 'close') {
      isText = false
    } else if (token.kind === 'text' && isText) {
      pieces.push({ text: token.text, part, offset: token.offset, hiding: hidingOf(index) })
    }
  }
  return pieces
}

/** The texts of elements of one name. */
function textsIn(part: string, xml: string, name: string, hiding: Hiding | null): TextPiece[] {
  const pieces: TextPiece[] = []
  let isText = false
  for (const token of markupTokens(xml, 'xml')) {
    if (token.kind === 'open') isText = token.name === name && !token.isEmpty
    else if (token.kind === 'close') isText = false
    else if (token.kind === 'text' && isText) pieces.push({ text: token.text, part, offset: token.offset, hiding })
  }
  return pieces
}
