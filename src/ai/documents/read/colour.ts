/** A colour by its parts, 0 to 255, and how much of it is seen, 0 to 1. */
export interface Colour {
  readonly red: number
  readonly green: number
  readonly blue: number
  readonly alpha: number
}

export const WHITE: Colour = { red: 255, green: 255, blue: 255, alpha: 1 }
export const BLACK: Colour = { red: 0, green: 0, blue: 0, alpha: 1 }

const NAMES: Readonly<Record<string, string>> = {
  white: 'ffffff', black: '000000', snow: 'fffafa', ivory: 'fffff0', ghostwhite: 'f8f8ff', whitesmoke: 'f5f5f5', floralwhite: 'fffaf0', azure: 'f0ffff', mintcream: 'f5fffa',
  gray: '808080', grey: '808080', silver: 'c0c0c0', lightgray: 'd3d3d3', lightgrey: 'd3d3d3', red: 'ff0000', maroon: '800000', yellow: 'ffff00', lime: '00ff00', green: '008000', aqua: '00ffff',
  cyan: '00ffff', teal: '008080', blue: '0000ff', navy: '000080', fuchsia: 'ff00ff', magenta: 'ff00ff', purple: '800080', orange: 'ffa500',
}

/** A colour as CSS writes it: names, `#…`, `rgb()`; null where it is written in a way that is not known (variables, other colour spaces). */
export function colourOf(written: string): Colour | null {
  const text = written.trim().toLowerCase()
  if (text === 'transparent') return { ...BLACK, alpha: 0 }
  const hex = NAMES[text] ?? /^#?([\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/.exec(text)?.[1]
  if (hex !== undefined) {
    const digits = hex.length <= 4 ? [...hex].map(digit => digit + digit).join('') : hex
    const [red = 0, green = 0, blue = 0, alpha = 255] = digits.match(/../g)!.map(pair => Number.parseInt(pair, 16))
    return { red, green, blue, alpha: alpha / 255 }
  }
  const parts = /^rgba?\(([^)]{1,80})\)$/.exec(text)?.[1]?.split(/[\s,/]+/).filter(part => part !== '')
  if (parts === undefined || parts.length < 3) return null
  const [red, green, blue, alpha] = parts.map((part, index) => Number.parseFloat(part) * (part.endsWith('%') ? (index < 3 ? 2.55 : 0.01) : 1))
  return [red, green, blue].every(Number.isFinite) ? { red: red!, green: green!, blue: blue!, alpha: alpha ?? 1 } : null
}

/** Contrast of two colours, 1 (none) to 21 (WCAG 2.2, "contrast ratio"). */
export function contrast(one: Colour, other: Colour): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (high! + 0.05) / (low! + 0.05)
}

function luminance({ red, green, blue }: Colour): number {
  const [r, g, b] = [red, green, blue].map(part => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
}
