import { SEVERITIES } from '../../../model/severity.ts'
import { DAY_US, formatTime } from '../../../model/time.ts'
import type { Timeline } from '../overview.ts'
import type { Html } from './html.ts'
import { html } from './html.ts'

const WIDTH = 1040
const HEIGHT = 190
const LEFT = 40
const BOTTOM = 26
const TOP = 8
/** User units. A label of a day or a time needs this much. */
const LABEL_WIDTH = 110

/** Stacked bars, the severest at the bottom where lengths compare best. */
export function timelineChart({ from, barUs, bars }: Timeline, label: string): Html {
  const totals = bars.map(bar => SEVERITIES.reduce((sum, severity) => sum + bar[severity], 0))
  const top = niceCeiling(totals.reduce((a, b) => Math.max(a, b), 1))
  const step = (WIDTH - LEFT) / bars.length
  const y = (value: number): number => HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / top
  const drawn = bars.map((bar, i) => {
    let below = 0
    return SEVERITIES.toReversed().map(severity => {
      if (bar[severity] === 0) return null
      const [high, low] = [y(below + bar[severity]), y(below)]
      below += bar[severity]
      return html`<rect class="fill-${severity}" x="${(LEFT + i * step + 0.5).toFixed(1)}" y="${high.toFixed(1)}" width="${
        Math.max(1, step - 1).toFixed(1)}" height="${Math.max(0.5, low - high).toFixed(1)}"/>`
    })
  })
  const lines = [...new Set([0, Math.floor(top / 2), top])].map(value => {
    const at = y(value)
    return html`<line class="axis" x1="${LEFT}" x2="${WIDTH}" y1="${at.toFixed(1)}" y2="${at.toFixed(1)}"/>
<text x="${LEFT - 8}" y="${(at + 4).toFixed(1)}" text-anchor="end">${value}</text>`
  })
  const every = Math.max(1, Math.ceil(LABEL_WIDTH / step))
  const labels = bars.map((_, i) => (i % every === 0 && LEFT + i * step < WIDTH - 60
    ? html`<text x="${(LEFT + i * step).toFixed(1)}" y="${HEIGHT - 7}">${barTime(from + i * barUs, barUs)}</text>`
    : null))
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">${lines}${drawn}${labels}</svg>`
}

function barTime(time: number, barUs: number): string {
  return formatTime(time).slice(0, barUs >= DAY_US ? 10 : 16).replace('T', ' ')
}

/** 1, 2, 4, 6, 10, 20, 40, 60, 100 …: even, so that the middle line is a whole number. */
function niceCeiling(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  return [1, 2, 4, 6, 10].map(each => each * power).find(each => each >= value) ?? value
}
