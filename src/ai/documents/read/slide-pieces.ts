import { MOST_PIECES, UNREADABLE_PIXELS } from '../defaults.ts'
import type { Hiding, TextPiece } from '../document.ts'
import { markupTokens } from './markup-tokens.ts'
import { pushAttribute } from './word-pieces.ts'

/** Hundredths of a point to pixels. */
const PIXELS_PER_UNIT = 4 / 300
/** Of a slide that does not say (English metric units; 10 by 7.5 inches). */
const USUAL_SIZE = { width: 9_144_000, height: 6_858_000 }

/**
 * The texts of a presentation (ECMA-376, part 1, 19 and 21): shapes outside the slide, tiny letters, hidden slides, notes, alternative texts. Colours come
 * from themes and are not judged.
 */
export function slidePieces(parts: ReadonlyMap<string, string>): TextPiece[] {
  const size = slideSize(parts.get('ppt/presentation.xml') ?? '')
  return [...parts].filter(([part]) => /slides\/slide\d+\.xml$|notesSlides\//.test(part)).flatMap(([part, xml]) => onePart(part, xml, size)).slice(0, MOST_PIECES)
}

function onePart(part: string, xml: string, { width, height }: typeof USUAL_SIZE): TextPiece[] {
  const pieces: TextPiece[] = []
  const whole: Hiding | null = part.includes('notesSlides/') ? 'notes' : /<p:sld\b[^>]*\bshow="0"/.test(xml.slice(0, 4_096)) ? 'hidden-sheet' : null
  let shape: Hiding | null = null
  let at = { x: 0, y: 0 }
  let pixels = 99
  let isText = false
  for (const token of markupTokens(xml, 'xml')) {
    if (token.kind === 'open') {
      const number = (key: string) => Number(token.attributes.get(key)?.value ?? Number.NaN)
      switch (token.name) {
        case 'p:sp': case 'p:pic': case 'p:graphicFrame': shape = null; break
        case 'p:cNvPr':
          if (token.attributes.get('hidden')?.value === '1') shape = 'display-none'
          for (const key of ['descr', 'title']) pushAttribute(pieces, part, token.attributes.get(key))
          break
        case 'a:off': at = { x: number('x'), y: number('y') }; break
        case 'a:ext':
          if (at.x >= width || at.y >= height || at.x + number('cx') <= 0 || at.y + number('cy') <= 0) shape ??= 'off-page'
          break
        case 'a:p': pieces.push({ text: '\n', part, offset: token.offset, hiding: null }); break
        case 'a:r': pixels = 99; break
        case 'a:rPr': if (Number.isFinite(number('sz'))) pixels = number('sz') * PIXELS_PER_UNIT; break
        case 'a:t': isText = !token.isEmpty; break
        default:
      }
    } else if (token.kind === 'close') {
      isText = false
    } else if (token.kind === 'text' && isText) {
      pieces.push({ text: token.text, part, offset: token.offset, hiding: whole ?? shape ?? (pixels < UNREADABLE_PIXELS ? 'zero-size' : null) })
    }
  }
  return pieces
}

function slideSize(xml: string): typeof USUAL_SIZE {
  const found = /<p:sldSz\b[^>]*>/.exec(xml)?.[0] ?? ''
  const number = (key: string, usual: number) => Number(new RegExp(`\\b${key}="(\\d{1,12})"`).exec(found)?.[1] ?? usual)
  return { width: number('cx', USUAL_SIZE.width), height: number('cy', USUAL_SIZE.height) }
}
