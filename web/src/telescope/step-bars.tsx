/** One bar of a chart over time: what stands below, what on top of it, and both in words. */
export interface Step {
  readonly key: string
  readonly below: number
  readonly above: number
  readonly sentence: string
}

const WIDTH = 1_200
const HEIGHT = 90
/** Share of a place that its bar fills. */
const FILL = 0.82

/** Bars over time, newest right; survey scanners stand on top, lighter. What one stands for is in its title. @param places how many there is room for */
export function StepBars({ label, steps, places }: { readonly label: string; readonly steps: readonly Step[]; readonly places: number }) {
  const most = Math.max(1, ...steps.map(({ below, above }) => below + above))
  const width = WIDTH / places
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" className="h-28 w-full border-b border-line" role="img" aria-label={label}>
      {steps.map(({ key, below, above, sentence }, place) => {
        const x = (places - steps.length + place) * width
        const lower = HEIGHT * below / most
        const upper = HEIGHT * above / most
        return (
          <g key={key}>
            <title>{sentence}</title>
            <rect className="fill-transparent" x={x} y={0} width={width} height={HEIGHT} />
            <rect className="fill-accent" x={x} y={HEIGHT - lower} width={width * FILL} height={lower} />
            <rect className="fill-accent opacity-40" x={x} y={HEIGHT - lower - upper} width={width * FILL} height={upper} />
          </g>
        )
      })}
    </svg>
  )
}
