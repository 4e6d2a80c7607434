/** What turns scores into log-odds: `slope * score + offset`. */
export interface Calibration {
  readonly slope: number
  readonly offset: number
}

const STEPS = 50

/**
 * Platt scaling (Platt 1999): logistic regression on scores of texts that were not learnt from, by Newton's method. Hostile and benign texts count
 * as one half each, so that zero is where they are equally likely.
 */
export function calibrate(scored: readonly { readonly score: number; readonly isHostile: boolean }[]): Calibration {
  const hostile = scored.filter(({ isHostile }) => isHostile).length
  let slope = 1
  let offset = 0
  for (let step = 0; step < STEPS; step++) {
    let bySlope = 0
    let byOffset = 0
    let slopeSlope = 1e-6
    let slopeOffset = 0
    let offsetOffset = 1e-6
    for (const { score, isHostile } of scored) {
      const share = 0.5 / Math.max(1, isHostile ? hostile : scored.length - hostile)
      const odds = 1 / (1 + Math.exp(-(slope * score + offset)))
      const error = share * (odds - (isHostile ? 1 : 0))
      const curve = share * odds * (1 - odds)
      bySlope += error * score
      byOffset += error
      slopeSlope += curve * score * score
      slopeOffset += curve * score
      offsetOffset += curve
    }
    const determinant = slopeSlope * offsetOffset - slopeOffset * slopeOffset
    slope -= (offsetOffset * bySlope - slopeOffset * byOffset) / determinant
    offset -= (slopeSlope * byOffset - slopeOffset * bySlope) / determinant
  }
  return { slope, offset }
}
