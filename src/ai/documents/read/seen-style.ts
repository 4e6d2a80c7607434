import { OFF_PAGE_PIXELS, UNREADABLE_CONTRAST, UNREADABLE_PIXELS } from '../defaults.ts'
import type { Hiding } from '../document.ts'
import type { Colour } from './colour.ts'
import { BLACK, colourOf, contrast, WHITE } from './colour.ts'

/** Of an element's style, what decides whether its text is seen. */
export interface SeenStyle {
  /** What hides the element and all in it, whatever they say. */
  readonly gone: Hiding | null
  readonly isVisible: boolean
  readonly fontPixels: number
  /** Null where it cannot be known. */
  readonly colour: Colour | null
  readonly background: Colour | null
}

/** How a page looks before anything is said. */
export const PLAIN_STYLE: SeenStyle = { gone: null, isVisible: true, fontPixels: 16, colour: BLACK, background: WHITE }

export type Declarations = ReadonlyMap<string, string>

/** Pixels of a unit of length; of shares of the parent's letters, see below. */
const UNITS: Readonly<Record<string, number>> = { px: 1, pt: 4 / 3, pc: 16, in: 96, cm: 37.8, mm: 3.78, rem: 16, em: 16, ex: 8, ch: 8, vw: 12, vh: 8 }

/** The style of an element by what is declared for it and how its parent looks. */
export function seenStyle(parent: SeenStyle, declared: Declarations): SeenStyle {
  if (declared.size === 0) return parent
  const background = backgroundOf(parent.background, declared)
  const colour = declared.has('color') ? colourFrom(declared.get('color')!, parent.colour) : parent.colour
  const visibility = declared.get('visibility')
  return {
    gone: parent.gone ?? goneBy(declared), background, colour, fontPixels: fontPixels(declared, parent.fontPixels),
    isVisible: visibility === undefined ? parent.isVisible : !/^(?:hidden|collapse)/.test(visibility),
  }
}

/** What keeps people from seeing text of such a style. */
export function hidingOf({ gone, isVisible, fontPixels: pixels, colour, background }: SeenStyle): Hiding | null {
  if (gone !== null) return gone
  if (!isVisible) return 'display-none'
  if (pixels < UNREADABLE_PIXELS) return 'zero-size'
  if (colour !== null && colour.alpha < 0.05) return 'transparent'
  return colour !== null && background !== null && contrast(colour, background) < UNREADABLE_CONTRAST ? 'same-colour' : null
}

/** `a: b; c: d` as names in small letters and values without `!important`. */
export function declarationsOf(text: string): Map<string, string> {
  const declared = new Map<string, string>()
  for (const each of text.split(';')) {
    const colon = each.indexOf(':')
    if (colon > 0) declared.set(each.slice(0, colon).trim().toLowerCase(), each.slice(colon + 1).replace(/!\s*important\s*$/i, '').trim().toLowerCase())
  }
  return declared
}

function goneBy(declared: Declarations): Hiding | null {
  const get = (name: string) => declared.get(name) ?? ''
  if (get('display') === 'none' || get('content-visibility') === 'hidden') return 'display-none'
  if (declared.has('opacity') && Number.parseFloat(get('opacity')) < 0.05) return 'transparent'
  if (/opacity\(\s*0?\.?0*%?\s*\)/.test(get('filter'))) return 'transparent'
  if (/\bscale[xy3d]*\(\s*0(?:\.0+)?\s*[,)]/.test(get('transform'))) return 'zero-size'
  const isTiny = (name: string) => declared.has(name) && (pixelsOf(get(name), 16) ?? 99) <= 1
  if (/hidden|clip/.test(get('overflow')) && (isTiny('height') || isTiny('max-height') || isTiny('width') || isTiny('max-width'))) return 'zero-size'
  if (/inset\(\s*(?:[5-9]\d|100)%/.test(get('clip-path')) || /rect\(\s*(?:0|1px)[\s,]+(?:0|1px)/.test(get('clip'))) return 'zero-size'
  const isPlaced = /absolute|fixed|relative/.test(get('position'))
  const isFar = (name: string) => -(pixelsOf(get(name), 16) ?? 0) >= OFF_PAGE_PIXELS
  if (isPlaced && ['left', 'top', 'right', 'bottom', 'inset-inline-start'].some(isFar)) return 'off-page'
  if (isFar('text-indent') || isFar('margin-left') || isFar('margin-top')) return 'off-page'
  return /translate[xy3d]*\(\s*-(?:\d{4,}px|\d{3,}(?:vw|vh|em|rem))/.test(get('transform')) ? 'off-page' : null
}

function fontPixels(declared: Declarations, parent: number): number {
  const written = declared.get('font-size') ?? /(?:^|\s)([\d.]+(?:px|pt|em|rem|%))(?:\s|\/)/.exec(declared.get('font') ?? '')?.[1]
  return written === undefined ? parent : pixelsOf(written, parent) ?? parent
}

/** @returns null for what is no length (`auto`, `calc(…)`) */
function pixelsOf(written: string, parentFont: number): number | null {
  const found = /^(-?[\d.]+)\s*([a-z%]*)$/.exec(written)
  if (found === null) return null
  const number = Number.parseFloat(found[1]!)
  const unit = found[2]!
  if (unit === 'em') return number * parentFont
  if (unit === '%') return number / 100 * parentFont
  return Number.isFinite(number) ? number * (UNITS[unit] ?? 1) : null
}

/** A picture or a gradient may have any colour. */
function backgroundOf(parent: Colour | null, declared: Declarations): Colour | null {
  const written = declared.get('background-color') ?? declared.get('background')
  if (/url\(|gradient\(/.test(`${declared.get('background-image') ?? ''} ${declared.get('background') ?? ''}`)) return null
  if (written === undefined || written === 'none' || written === 'inherit') return parent
  const colour = colourOf(written) ?? colourOf(written.split(/\s+(?![^(]*\))/)[0]!)
  if (colour === null) return null
  return colour.alpha < 0.05 ? parent : colour.alpha < 0.95 ? null : colour
}

function colourFrom(written: string, parent: Colour | null): Colour | null {
  return written === 'inherit' || written === 'currentcolor' ? parent : colourOf(written)
}
