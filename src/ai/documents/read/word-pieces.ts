import { MOST_PIECES, UNREADABLE_CONTRAST, UNREADABLE_PIXELS } from '../defaults.ts'
import type { Hiding, TextPiece } from '../document.ts'
import { colourOf, contrast, WHITE } from './colour.ts'
import { markupTokens } from './markup-tokens.ts'

/** Half points of a run's size to pixels. */
const PIXELS_PER_HALF_POINT = 2 / 3

interface RunStyle {
  vanish: boolean
  colour: string | null
  background: string | null
  halfPoints: number | null
}

const PLAIN: RunStyle = { vanish: false, colour: null, background: null, halfPoints: null }

/** The text of a part of a Word document (ECMA-376, part 1, 17): runs with what hides them, comments, alternative texts. */
export function wordPieces(part: string, xml: string): TextPiece[] {
  const pieces: TextPiece[] = []
  const isComments = /comments/.test(part)
  let run: RunStyle = { ...PLAIN }
  let isText = false
  let isProperties = false
  let shading: string | null = null
  for (const token of markupTokens(xml, 'xml')) {
    if (pieces.length >= MOST_PIECES) break
    if (token.kind === 'open') {
      const value = (key: string) => token.attributes.get(key)?.value ?? null
      switch (token.name) {
        case 'w:p':
          shading = null
          pieces.push({ text: '\n', part, offset: token.offset, hiding: null })
          break
        case 'w:r': run = { ...PLAIN, background: shading }; break
        case 'w:rPr': isProperties = !token.isEmpty; break
        case 'w:vanish': case 'w:webHidden': if (isProperties && !/^(?:0|false|off)$/.test(value('w:val') ?? '1')) run.vanish = true; break
        case 'w:color': if (isProperties) run.colour = value('w:val'); break
        case 'w:sz': if (isProperties) run.halfPoints = Number(value('w:val')); break
        case 'w:shd': if (isProperties) run.background = value('w:fill'); else shading = value('w:fill'); break
        case 'w:highlight': if (isProperties) run.background = value('w:val'); break
        case 'w:t': case 'w:delText': case 'w:instrText': isText = !token.isEmpty; break
        case 'w:br': case 'w:tab': case 'w:cr': pieces.push({ text: token.name === 'w:tab' ? '\t' : '\n', part, offset: token.offset, hiding: null }); break
        case 'wp:docPr': case 'pic:cNvPr': for (const key of ['descr', 'title']) pushAttribute(pieces, part, token.attributes.get(key)); break
        default:
      }
    } else if (token.kind === 'close') {
      if (token.name === 'w:rPr') isProperties = false
      else if (/^w:(?:t|delText|instrText)$/.test(token.name)) isText = false
    } else if (token.kind === 'text' && isText) {
      pieces.push({ text: token.text, part, offset: token.offset, hiding: isComments ? 'comment' : hidingOf(run) })
    }
  }
  return pieces
}

export function pushAttribute(pieces: TextPiece[], part: string, attribute: { readonly value: string; readonly offset: number } | undefined): void {
  if (attribute !== undefined && attribute.value.trim() !== '') pieces.push({ text: `${attribute.value}\n`, part, offset: attribute.offset, hiding: 'attribute' })
}

function hidingOf({ vanish, colour, background, halfPoints }: RunStyle): Hiding | null {
  if (vanish) return 'vanish'
  if (halfPoints !== null && halfPoints > 0 && halfPoints * PIXELS_PER_HALF_POINT < UNREADABLE_PIXELS) return 'zero-size'
  const written = colour === null ? null : colourOf(colour)
  const behind = background === null || background === 'auto' ? WHITE : colourOf(background)
  return written !== null && behind !== null && contrast(written, behind) < UNREADABLE_CONTRAST ? 'same-colour' : null
}
