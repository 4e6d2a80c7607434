import { HOUR_US } from '../../../model/time.ts'
import { GROWTH_BIN_US } from './defaults.ts'

/** How a group grows, as far as its first hosts tell. */
export interface LogisticCurve {
  /** Rate of the curve; 0 when a constant stream of newcomers explains them as well. */
  readonly perHour: number
  /** Hosts in the end, in the likeliest curve: early on it is little more than a guess. */
  readonly capacity: number
  /** Natural logarithm of how much likelier the curve makes the counts than a constant stream. */
  readonly gain: number
}

const RATES_PER_HOUR: readonly number[] = [0.25, 0.5, 1, 2, 4, 8, 16, 32]
/** Places of the curve's middle, in lengths of the window from its start. */
const MIDDLES: readonly number[] = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3]
const STEPS = 20

/** The logistic curve under which newcomers by bin, on top of so many strangers a bin, are likeliest; on a grid, since a hint of the size is all they hold. */
export function fitLogistic(counts: readonly number[], strangers: number): LogisticCurve {
  const flat = likelihoodOf(counts, counts.map(() => 1), strangers)
  let best: LogisticCurve = { perHour: 0, capacity: counts.reduce((sum, count) => sum + count, 0), gain: 0 }
  const hours = GROWTH_BIN_US / HOUR_US
  for (const perHour of RATES_PER_HOUR) {
    for (const middle of MIDDLES) {
      const shareUntil = (bin: number) => 1 / (1 + Math.exp(-perHour * hours * (bin - middle * counts.length)))
      const shape = counts.map((_, bin) => shareUntil(bin + 1) - shareUntil(bin))
      const { logarithm, scale } = likelihoodOf(counts, shape, strangers)
      const gain = logarithm - flat.logarithm
      if (gain > best.gain) best = { perHour, capacity: scale, gain }
    }
  }
  return best
}

/** Poisson counts with means `strangers + scale · shape`; the likeliest scale by expectation and maximisation. */
function likelihoodOf(counts: readonly number[], shape: readonly number[], strangers: number): { readonly logarithm: number, readonly scale: number } {
  const all = shape.reduce((sum, each) => sum + each, 0)
  const floor = strangers + 1e-9
  let scale = counts.reduce((sum, count) => sum + count, 0) / Math.max(all, 1e-9)
  for (let step = 0; step < STEPS; step++) {
    scale = counts.reduce((sum, count, bin) => sum + count * scale * shape[bin]! / (floor + scale * shape[bin]!), 0) / Math.max(all, 1e-9)
  }
  const logarithm = counts.reduce((sum, count, bin) => {
    const mean = floor + scale * shape[bin]!
    return sum + count * Math.log(mean) - mean
  }, 0)
  return { logarithm, scale }
}
