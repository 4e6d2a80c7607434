import { escapeHtml } from './escape-html.ts'
import type { DayFigures } from './figures-schema.ts'
import type { FiguresLanguage } from './figures-words.ts'
import { FIGURES_WORDS, keyName } from './figures-words.ts'

const WIDTH = 1_000
const HEIGHT = 260
const LEFT = 56
const BOTTOM = 28
const TOP = 10
/** Families with a colour of their own; the rest are together. */
const COLOURS = 4
const WIDEST_BAR = 56
const LINES = 4

/** Infected hosts by day, a bar each, its parts by family; without survey scanners. */
export function familyChart(days: readonly DayFigures[], language: FiguresLanguage): string {
  const words = FIGURES_WORDS[language]
  const families = mostSeen(days)
  const partsOf = ({ infected: { byFamily } }: DayFigures) => {
    const named = families.map(family => byFamily.find(({ key }) => key === family)?.withoutSurveys ?? 0)
    const rest = byFamily.filter(({ key }) => !families.includes(key)).reduce((total, { withoutSurveys }) => total + withoutSurveys, 0)
    return [...named, rest]
  }
  const most = roundUp(Math.max(1, ...days.map(day => sum(partsOf(day)))))
  const number = new Intl.NumberFormat(language)
  const heightOf = (count: number) => count / most * (HEIGHT - BOTTOM - TOP)
  const step = (WIDTH - LEFT) / days.length
  const wide = Math.min(WIDEST_BAR, 0.7 * step)
  const bars = days.map((day, index) => {
    const left = LEFT + step * (index + 0.5) - wide / 2
    let top = HEIGHT - BOTTOM
    return partsOf(day).map((count, part) => {
      const height = heightOf(count)
      top -= height
      return `<rect class="part${part}" x="${left.toFixed(1)}" y="${top.toFixed(1)}" width="${wide.toFixed(1)}" height="${height.toFixed(1)}"/>`
    }).join('')
  }).join('')
  const grid = Array.from({ length: LINES + 1 }, (_, line) => {
    const y = HEIGHT - BOTTOM - heightOf(most * line / LINES)
    return `<line class="grid" x1="${LEFT}" x2="${WIDTH}" y1="${y}" y2="${y}"/><text x="${LEFT - 8}" y="${y + 4}" text-anchor="end">${number.format(most * line / LINES)}</text>`
  }).join('')
  const every = Math.ceil(days.length / 12)
  const dates = days.map(({ date }, index) => (index % every === 0
    ? `<text x="${(LEFT + step * (index + 0.5)).toFixed(1)}" y="${HEIGHT - 8}" text-anchor="middle">${date}</text>` : '')).join('')
  const hasRest = days.some(day => (partsOf(day).at(-1) ?? 0) > 0)
  const legend = [...families.map(family => keyName(family, language)), ...(hasRest ? [words.other] : [])]
    .map((name, index) => `<span><svg viewBox="0 0 10 10" aria-hidden="true"><rect class="part${name === words.other ? families.length : index}" width="10" height="10" rx="2"/></svg>${escapeHtml(name)}</span>`).join('')
  const told = days.map(day => `${day.date}: ${number.format(sum(partsOf(day)))}`).join(', ')
  return `<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${words.byDay}: ${told}">${grid}${bars}${dates}</svg><div class="legend">${legend}</div>`
}

function mostSeen(days: readonly DayFigures[]): string[] {
  const hosts = new Map<string, number>()
  for (const { infected } of days) for (const { key, withoutSurveys } of infected.byFamily) hosts.set(key, (hosts.get(key) ?? 0) + withoutSurveys)
  return [...hosts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, COLOURS).map(([family]) => family)
}

/** The next number whose quarters are whole and easy to read. */
function roundUp(most: number): number {
  for (let power = 1; ; power *= 10) for (const digit of [4, 8, 12, 20]) if (digit * power >= most) return digit * power
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}
