import type { TextFeatures } from './text-features.ts'
import type { TextWindow } from './text-windows.ts'

/** A linear model over hashed features; what it says are log-odds. */
export interface LinearModel {
  /** As many as `MODEL_SIZE`. */
  readonly weights: Float32Array | Int8Array
  /** What one step of a weight is worth. */
  readonly scale: number
  readonly bias: number
}

/** Features from `from` up to `to` of a text, those of one window. */
export interface FeatureRange {
  readonly from: number
  readonly to: number
}

/** The features that start in each window. */
export function featureRanges({ starts, count }: TextFeatures, windows: readonly TextWindow[]): FeatureRange[] {
  return windows.map(({ start, end }) => ({ from: firstFrom(starts, count, start), to: firstFrom(starts, count, end) }))
}

/** The log-odds of each range: the sum of its features' weights over the length of their vector, so that long and short compare. */
export function scoreRanges(model: LinearModel, { places, weights, count }: TextFeatures, ranges: readonly FeatureRange[]): Float64Array {
  const sums = new Float64Array(count + 1)
  const squares = new Float64Array(count + 1)
  for (let i = 0; i < count; i++) {
    const weight = weights[i]!
    sums[i + 1] = sums[i]! + model.weights[places[i]!]! * weight
    squares[i + 1] = squares[i]! + weight * weight
  }
  return Float64Array.from(ranges, ({ from, to }) => {
    const length = Math.sqrt(squares[to]! - squares[from]!)
    return length === 0 ? model.bias : model.bias + (sums[to]! - sums[from]!) * model.scale / length
  })
}

function firstFrom(starts: Int32Array, count: number, start: number): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = low + high >> 1
    if (starts[middle]! < start) low = middle + 1
    else high = middle
  }
  return low
}
