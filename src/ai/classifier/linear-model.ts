import { LENGTH_OF_LITTLE } from './defaults.ts'
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
  if (sums.length <= count) {
    sums = new Float64Array(2 * count + 2)
    squares = new Float64Array(2 * count + 2)
  }
  let sum = 0
  let square = 0
  for (let i = 0; i < count; i++) {
    const weight = weights[i]!
    sum += model.weights[places[i]!]! * weight
    square += weight * weight
    sums[i + 1] = sum
    squares[i + 1] = square
  }
  return Float64Array.from(ranges, ({ from, to }) => {
    return model.bias + (sums[to]! - sums[from]!) * model.scale / lengthOf(squares[to]! - squares[from]!)
  })
}

/** Of the first so many features, for whatever text is scored: the first place is always 0. */
let sums = new Float64Array(2)
let squares = new Float64Array(2)

/** The length of a vector whose features' squares have that sum. */
export function lengthOf(square: number): number {
  return Math.sqrt(LENGTH_OF_LITTLE + square)
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
