import { MOST_ELEMENTS_DEEP, MOST_PIECES } from '../defaults.ts'
import type { Hiding, TextPiece } from '../document.ts'
import type { Attribute } from './markup-tokens.ts'
import { markupTokens } from './markup-tokens.ts'
import type { SeenStyle } from './seen-style.ts'
import { declarationsOf, hidingOf, PLAIN_STYLE, seenStyle } from './seen-style.ts'
import { StyleSheet } from './style-sheet.ts'

const VOID = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'track', 'wbr'])
const BLOCK = new Set(['p', 'div', 'br', 'li', 'tr', 'td', 'th', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'section', 'article', 'header', 'footer', 'blockquote', 'pre', 'ul', 'ol', 'table', 'option'])
const NEVER_SHOWN = new Set(['template', 'noscript', 'datalist'])
const SPOKEN = ['alt', 'title', 'aria-label', 'aria-description', 'summary', 'placeholder']
/** Comments for one browser, and marks of editors, servers and tools (`prettier-ignore`), are no text: a word of ASCII, since other scripts write sentences without spaces. */
const MACHINE_COMMENT = /^\s*(?:\[if\b|#(?:include|echo|set)\b|<!\[endif\]|\/?wp:|[!-~]{0,60}\s*$)/

interface OpenElement {
  readonly name: string
  readonly style: SeenStyle
}

/** The text of a page, each run with what hides it from whoever looks at the page. */
export function htmlPieces(source: string, part = ''): TextPiece[] {
  const pieces: TextPiece[] = []
  const sheet = new StyleSheet()
  const open: OpenElement[] = []
  let base = PLAIN_STYLE
  const style = () => open.at(-1)?.style ?? base
  const add = (text: string, offset: number, hiding: Hiding | null) => {
    if (pieces.length < MOST_PIECES && text.trim() !== '') pieces.push({ text, part, offset, hiding })
  }
  for (const token of markupTokens(source, 'html')) {
    switch (token.kind) {
      case 'text':
        add(token.text, token.offset, hidingOf(style()))
        break
      case 'comment':
        if (!MACHINE_COMMENT.test(token.text)) add(`${token.text}\n`, token.offset, 'comment')
        break
      case 'raw':
        if (token.name === 'style') sheet.add(token.text)
        else if (token.name === 'title') add(token.text, token.offset, null)
        else if (token.name !== 'script') add(token.text, token.offset, hidingOf(style()))
        break
      case 'open': {
        const { name, attributes, offset } = token
        const own = ownStyle(style(), name, attributes, sheet)
        for (const { value, offset: at } of spokenIn(name, attributes)) add(`${value}\n`, at, hidingOf(own) ?? 'attribute')
        // Where another file says how the page looks, its colours are not known.
        if (name === 'link' && /stylesheet/i.test(attributes.get('rel')?.value ?? '')) base = { ...base, background: null }
        if (BLOCK.has(name)) pieces.push({ text: '\n', part, offset, hiding: hidingOf(own) })
        if (!VOID.has(name) && !token.isEmpty && open.length < MOST_ELEMENTS_DEEP) open.push({ name, style: own })
        break
      }
      case 'close': {
        const at = open.findLastIndex(({ name }) => name === token.name)
        if (at >= 0) open.length = at
        break
      }
    }
  }
  return pieces
}

function ownStyle(parent: SeenStyle, name: string, attributes: ReadonlyMap<string, Attribute>, sheet: StyleSheet): SeenStyle {
  const get = (key: string) => attributes.get(key)?.value
  const declared = sheet.declaredFor(name, get('id'), get('class')?.split(/\s+/) ?? [])
  const colour = name === 'font' ? get('color') : undefined
  const background = get('bgcolor')
  if (colour !== undefined) declared.set('color', colour.toLowerCase())
  if (name === 'font' && get('size') === '0') declared.set('font-size', '1px')
  if (background !== undefined) declared.set('background-color', background.toLowerCase())
  for (const [property, value] of declarationsOf(get('style') ?? '')) declared.set(property, value)
  if (attributes.has('hidden') || NEVER_SHOWN.has(name)) declared.set('display', 'none')
  return seenStyle(parent, declared)
}

function spokenIn(name: string, attributes: ReadonlyMap<string, Attribute>): Attribute[] {
  const said = SPOKEN.flatMap(key => attributes.get(key) ?? [])
  const content = name === 'meta' && /description|title|keywords|abstract/i.test(`${attributes.get('name')?.value ?? ''} ${attributes.get('property')?.value ?? ''}`) ? attributes.get('content') : undefined
  const value = name === 'input' && /^hidden$/i.test(attributes.get('type')?.value ?? '') ? attributes.get('value') : undefined
  return [...said, ...(content === undefined ? [] : [content]), ...(value === undefined ? [] : [value])]
}
