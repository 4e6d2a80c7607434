import { describe, expect, it } from 'vitest'
import { PALETTES } from './style.ts'

describe('the colours of both themes', () => {
  const texts = ['text', 'muted', 'accent', 'critical', 'high', 'medium', 'low', 'informational'] as const
  const grounds = ['ground', 'card', 'raised'] as const

  it('have at least AA contrast (WCAG 2.2, 1.4.3: 4.5) for text on every ground', () => {
    const tooWeak = Object.entries(PALETTES).flatMap(([theme, palette]) => texts.flatMap(text => grounds
      .map(ground => ({ theme, text, ground, contrast: contrast(palette[text], palette[ground]) }))
      .filter(each => each.contrast < 4.5)))
    expect(tooWeak).toEqual([])
  })
})

/** WCAG 2.2: relative luminance and contrast ratio. */
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map(from => {
    const share = Number.parseInt(colour.slice(from, from + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
