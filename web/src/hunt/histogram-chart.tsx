import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import type { Histogram } from '../api/hunts.ts'
import { useFormats } from '../components/use-formats.ts'

const HEIGHT_PIXELS = 136

interface HistogramChartProps {
  readonly histogram: Histogram
  /** A stretch of time was marked: both ends, ISO 8601. */
  readonly onBrush: (from: string, to: string) => void
}

/** How many events each stretch of time holds. Drawing over it narrows the hunt; the fields for the time do the same from the keyboard. */
export function HistogramChart({ histogram, onBrush }: HistogramChartProps) {
  const { t, i18n } = useTranslation('hunt')
  const { number } = useFormats()
  const place = useRef<HTMLDivElement>(null)
  const brush = useRef(onBrush)
  useEffect(() => {
    brush.current = onBrush
  })
  useEffect(() => {
    const element = place.current
    if (element === null) return
    const draw = () => drawBars(element, histogram, (from, to) => brush.current(from, to))
    let chart = draw()
    const redraw = () => {
      chart.destroy()
      chart = draw()
    }
    const size = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: HEIGHT_PIXELS }))
    size.observe(element)
    const theme = new MutationObserver(redraw)
    theme.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    const system = matchMedia('(prefers-color-scheme: dark)')
    system.addEventListener('change', redraw)
    return () => {
      size.disconnect()
      theme.disconnect()
      system.removeEventListener('change', redraw)
      chart.destroy()
    }
  }, [histogram, i18n.language])
  return (
    <figure className="card px-4 pt-3 pb-2">
      <div ref={place} role="img" aria-label={t('histogram', { total: number(histogram.total), count: histogram.buckets.length })} />
      <figcaption className="mt-1 text-tiny text-muted">{t('brush')}{histogram.withoutTime > 0 ? ` ${t('withoutTime', { count: histogram.withoutTime, events: number(histogram.withoutTime) })}` : ''}</figcaption>
    </figure>
  )
}

function drawBars(element: HTMLElement, { buckets, spanSeconds }: Histogram, onBrush: (from: string, to: string) => void): uPlot {
  const [muted, line, accent] = ['--muted', '--line', '--accent'].map(name => colourOf(element, name))
  const half = spanSeconds / 2
  const spans = withEmptySpans(buckets, spanSeconds)
  const first = spans[0]?.start ?? 0
  const last = (spans.at(-1)?.start ?? 0) + spanSeconds
  const axis: uPlot.Axis = { stroke: muted ?? '', grid: { stroke: line ?? '', width: 1 }, ticks: { show: false }, font: '11px system-ui' }
  const barsPath = uPlot.paths.bars?.({ size: [0.86], align: 0 })
  return new uPlot({
    width: element.clientWidth,
    height: HEIGHT_PIXELS,
    legend: { show: false },
    tzDate: seconds => uPlot.tzDate(new Date(seconds * 1_000), 'Etc/UTC'),
    cursor: { y: false, drag: { setScale: false, x: true, y: false }, points: { show: false } },
    scales: { x: { time: true, range: () => [first, last] }, y: { range: (_, __, most) => [0, Math.max(1, most)] } },
    axes: [{ ...axis, grid: { show: false }, size: 38 }, { ...axis, size: 44, space: 30, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9] }],
    series: [{}, { fill: accent ?? '', width: 0, ...(barsPath === undefined ? {} : { paths: barsPath }), points: { show: false } }],
    hooks: {
      setSelect: [chart => {
        const { left, width } = chart.select
        if (width < 3) return
        const [from, to] = [chart.posToVal(left, 'x'), chart.posToVal(left + width, 'x')]
        onBrush(new Date(from * 1_000).toISOString(), new Date(to * 1_000).toISOString())
      }],
    },
  }, [spans.map(({ start }) => start + half), spans.map(({ count }) => count)], element)
}

/** The width of a bar is that of a span, so spans without events are drawn too; more of them than pixels tell nothing. */
const MOST_SPANS = 2_000

function withEmptySpans(buckets: Histogram['buckets'], spanSeconds: number): readonly { readonly start: number; readonly count: number }[] {
  const known = buckets.map(({ time, count }) => ({ start: Date.parse(time) / 1_000, count }))
  const first = known[0]?.start ?? 0
  const length = Math.round(((known.at(-1)?.start ?? 0) - first) / spanSeconds) + 1
  if (length > MOST_SPANS) return known
  const counts = new Map(known.map(({ start, count }) => [Math.round((start - first) / spanSeconds), count]))
  return Array.from({ length }, (_, i) => ({ start: first + i * spanSeconds, count: counts.get(i) ?? 0 }))
}

/** A canvas knows no variables and no light-dark(): the browser is asked what a colour is at this place now. */
function colourOf(element: HTMLElement, name: string): string {
  const probe = document.createElement('span')
  probe.style.color = `var(${name})`
  element.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}
